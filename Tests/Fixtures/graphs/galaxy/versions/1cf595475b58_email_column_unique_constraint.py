revision = "1cf595475b58"
down_revision = "d619fdfa6168"
branch_labels = None
depends_on = None
