revision = "fb16d09348db"
down_revision = "a91ea1d97111"
branch_labels = None
depends_on = None
