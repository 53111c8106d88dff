revision = "f070559879f1"
down_revision = "ec25b23b08e2"
branch_labels = None
depends_on = None
