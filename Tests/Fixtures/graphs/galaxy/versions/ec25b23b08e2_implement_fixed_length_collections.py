revision = "ec25b23b08e2"
down_revision = "caeee878d7cd"
branch_labels = None
depends_on = None
