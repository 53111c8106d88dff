revision = '1b8ed3425af9'
down_revision = '3d6190594e19'
branch_labels = None
depends_on = None
