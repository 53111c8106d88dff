revision = "5924fbf10430"
down_revision = "303a5583a030"
branch_labels = None
depends_on = None
