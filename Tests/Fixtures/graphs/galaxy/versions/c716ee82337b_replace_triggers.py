revision = "c716ee82337b"
down_revision = "a91ea1d97111"
branch_labels = None
depends_on = None
