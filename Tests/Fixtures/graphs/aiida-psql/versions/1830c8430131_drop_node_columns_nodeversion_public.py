revision = '1830c8430131'
down_revision = '1b8ed3425af9'
branch_labels = None
depends_on = None
