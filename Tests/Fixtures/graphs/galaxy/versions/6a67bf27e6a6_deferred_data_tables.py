revision = "6a67bf27e6a6"
down_revision = "b182f655505f"
branch_labels = None
depends_on = None
