revision = "56ddf316dbd0"
down_revision = "1fdd615f2cdb"
branch_labels = None
depends_on = None
