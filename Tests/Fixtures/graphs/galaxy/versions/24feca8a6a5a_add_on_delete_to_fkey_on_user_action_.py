revision = "24feca8a6a5a"
down_revision = "cde5d2db77e7"
branch_labels = None
depends_on = None
