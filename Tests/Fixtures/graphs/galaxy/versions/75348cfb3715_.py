revision = "75348cfb3715"
down_revision = ("9a5207190a4d", "cbc46035eba0")
branch_labels = None
depends_on = None
