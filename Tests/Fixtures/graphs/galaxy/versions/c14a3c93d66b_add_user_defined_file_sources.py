revision = "c14a3c93d66b"
down_revision = "c14a3c93d66a"
branch_labels = None
depends_on = None
