revision = "a99a5b52ccb8"
down_revision = "7ffd33d5d144"
branch_labels = None
depends_on = None
