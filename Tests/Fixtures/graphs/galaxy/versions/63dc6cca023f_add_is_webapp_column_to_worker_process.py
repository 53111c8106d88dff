revision = "63dc6cca023f"
down_revision = "cd26484899fb"
branch_labels = None
depends_on = None
