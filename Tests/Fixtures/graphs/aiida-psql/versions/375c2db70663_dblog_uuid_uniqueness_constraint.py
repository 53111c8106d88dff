revision = '375c2db70663'
down_revision = 'ea2f50e7f615'
branch_labels = None
depends_on = None
