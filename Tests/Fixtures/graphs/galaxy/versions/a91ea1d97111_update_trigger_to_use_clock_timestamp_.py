revision = "a91ea1d97111"
down_revision = "f070559879f1"
branch_labels = None
depends_on = None
