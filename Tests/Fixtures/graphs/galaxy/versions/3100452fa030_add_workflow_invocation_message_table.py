revision = "3100452fa030"
down_revision = "518c8438a91b"
branch_labels = None
depends_on = None
