revision = "186d4835587b"
down_revision = "6a67bf27e6a6"
branch_labels = None
depends_on = None
