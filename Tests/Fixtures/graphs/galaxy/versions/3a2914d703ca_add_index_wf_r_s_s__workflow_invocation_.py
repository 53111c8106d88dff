revision = "3a2914d703ca"
down_revision = "c39f1de47a04"
branch_labels = None
depends_on = None
