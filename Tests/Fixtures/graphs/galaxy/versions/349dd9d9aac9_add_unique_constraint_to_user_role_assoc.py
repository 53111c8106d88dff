revision = "349dd9d9aac9"
down_revision = "1cf595475b58"
branch_labels = None
depends_on = None
