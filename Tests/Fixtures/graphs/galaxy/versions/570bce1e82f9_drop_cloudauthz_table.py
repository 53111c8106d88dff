revision = "570bce1e82f9"
down_revision = "c14a3c93d66b"
branch_labels = None
depends_on = None
