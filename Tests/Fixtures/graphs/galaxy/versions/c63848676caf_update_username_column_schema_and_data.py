revision = "c63848676caf"
down_revision = "c14a3c93d66b"
branch_labels = None
depends_on = None
