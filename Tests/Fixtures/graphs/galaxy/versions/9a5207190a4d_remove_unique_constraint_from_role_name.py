revision = "9a5207190a4d"
down_revision = "a99a5b52ccb8"
branch_labels = None
depends_on = None
