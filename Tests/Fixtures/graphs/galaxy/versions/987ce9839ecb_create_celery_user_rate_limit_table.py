revision = "987ce9839ecb"
down_revision = "e0561d5fc8c7"
branch_labels = None
depends_on = None
