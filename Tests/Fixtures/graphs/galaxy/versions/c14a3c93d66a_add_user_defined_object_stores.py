revision = "c14a3c93d66a"
down_revision = "5924fbf10430"
branch_labels = None
depends_on = None
