revision = "e7b6dcb09efd"
down_revision = None
branch_labels = ("gxy",)
depends_on = None
