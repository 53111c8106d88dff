revision = "04288b6a5b25"
down_revision = "c63848676caf"
branch_labels = None
depends_on = None
