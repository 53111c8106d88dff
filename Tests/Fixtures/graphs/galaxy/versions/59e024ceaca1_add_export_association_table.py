revision = "59e024ceaca1"
down_revision = "e0e3bb173ee6"
branch_labels = None
depends_on = None
