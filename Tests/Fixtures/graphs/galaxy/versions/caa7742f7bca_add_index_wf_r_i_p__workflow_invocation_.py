revision = "caa7742f7bca"
down_revision = "3a2914d703ca"
branch_labels = None
depends_on = None
