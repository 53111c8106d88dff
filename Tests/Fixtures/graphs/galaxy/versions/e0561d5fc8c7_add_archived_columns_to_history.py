revision = "e0561d5fc8c7"
down_revision = "2d749563e1fe"
branch_labels = None
depends_on = None
