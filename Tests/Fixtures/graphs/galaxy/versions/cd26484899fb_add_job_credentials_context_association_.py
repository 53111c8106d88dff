revision = "cd26484899fb"
down_revision = "c8c9bd29810d"
branch_labels = None
depends_on = None
