revision = "cbc46035eba0"
down_revision = "a99a5b52ccb8"
branch_labels = None
depends_on = None
