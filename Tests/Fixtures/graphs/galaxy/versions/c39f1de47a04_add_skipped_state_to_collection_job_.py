revision = "c39f1de47a04"
down_revision = "3100452fa030"
branch_labels = None
depends_on = None
