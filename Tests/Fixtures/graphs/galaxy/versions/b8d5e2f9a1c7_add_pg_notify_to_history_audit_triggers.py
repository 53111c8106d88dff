revision = "b8d5e2f9a1c7"
down_revision = "f5e9e4bca542"
branch_labels = None
depends_on = None
