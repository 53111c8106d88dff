revision = "a5c5455b849a"
down_revision = "cd26484899fb"
branch_labels = None
depends_on = None
