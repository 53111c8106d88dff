revision = 'ocata_contract01'
down_revision = 'mitaka02'
branch_labels = ('contract', 'ocata01')
depends_on = 'ocata_expand01'
