revision = "d0583094c8cd"
down_revision = "c39f1de47a04"
branch_labels = None
depends_on = None
