revision = '3d6190594e19'
down_revision = '5a49629f0d45'
branch_labels = None
depends_on = None
