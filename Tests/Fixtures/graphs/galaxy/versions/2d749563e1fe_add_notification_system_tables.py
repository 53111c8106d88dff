revision = "2d749563e1fe"
down_revision = "b855b714e8b8"
branch_labels = None
depends_on = None
