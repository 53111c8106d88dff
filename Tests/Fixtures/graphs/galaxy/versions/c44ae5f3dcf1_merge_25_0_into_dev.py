revision = "c44ae5f3dcf1"
down_revision = ("fb16d09348db", "c716ee82337b")
branch_labels = None
depends_on = None
