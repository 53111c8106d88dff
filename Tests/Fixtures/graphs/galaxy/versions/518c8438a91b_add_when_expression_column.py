revision = "518c8438a91b"
down_revision = "59e024ceaca1"
branch_labels = None
depends_on = None
