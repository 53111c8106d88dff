revision = "460d0ecd1dd8"
down_revision = ("caa7742f7bca", "9540a051226e")
branch_labels = None
depends_on = None
