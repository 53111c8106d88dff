revision = "b182f655505f"
down_revision = "e7b6dcb09efd"
branch_labels = None
depends_on = None
