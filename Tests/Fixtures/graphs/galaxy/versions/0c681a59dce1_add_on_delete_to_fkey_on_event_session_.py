revision = "0c681a59dce1"
down_revision = "24feca8a6a5a"
branch_labels = None
depends_on = None
