revision = 'rocky_expand02'
down_revision = 'rocky_expand01'
branch_labels = None
depends_on = None
