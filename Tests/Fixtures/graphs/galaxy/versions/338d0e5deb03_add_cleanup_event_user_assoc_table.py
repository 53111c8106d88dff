revision = "338d0e5deb03"
down_revision = "c44ae5f3dcf1"
branch_labels = None
depends_on = None
