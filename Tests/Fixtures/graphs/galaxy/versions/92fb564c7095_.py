revision = "92fb564c7095"
down_revision = ("987ce9839ecb", "e93c5d0b47a9")
branch_labels = None
depends_on = None
