revision = "724237cc4cf0"
down_revision = "1d1d7bf6ac02"
branch_labels = None
depends_on = None
