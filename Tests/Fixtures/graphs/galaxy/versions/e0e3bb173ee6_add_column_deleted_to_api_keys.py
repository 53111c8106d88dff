revision = "e0e3bb173ee6"
down_revision = "186d4835587b"
branch_labels = None
depends_on = None
