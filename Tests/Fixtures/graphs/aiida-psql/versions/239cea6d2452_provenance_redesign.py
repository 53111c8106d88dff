revision = '239cea6d2452'
down_revision = '140c971ae0a3'
branch_labels = None
depends_on = None
