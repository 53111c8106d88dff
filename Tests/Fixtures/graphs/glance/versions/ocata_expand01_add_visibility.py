revision = 'ocata_expand01'
down_revision = 'mitaka02'
branch_labels = ('expand',)
depends_on = None
