revision = "c8c9bd29810d"
down_revision = "e382f8eb5e12"
branch_labels = None
depends_on = None
