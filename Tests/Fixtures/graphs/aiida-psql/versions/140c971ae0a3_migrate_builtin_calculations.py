revision = '140c971ae0a3'
down_revision = '162b99bca4a2'
branch_labels = None
depends_on = None
