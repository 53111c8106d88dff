revision = "1d1d7bf6ac02"
down_revision = "a5c5455b849a"
branch_labels = None
depends_on = None
