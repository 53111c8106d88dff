revision = '12536798d4d3'
down_revision = '37f3d4882837'
branch_labels = None
depends_on = None
