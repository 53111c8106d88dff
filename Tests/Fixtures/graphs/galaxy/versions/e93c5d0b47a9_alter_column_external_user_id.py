revision = "e93c5d0b47a9"
down_revision = "e0561d5fc8c7"
branch_labels = None
depends_on = None
