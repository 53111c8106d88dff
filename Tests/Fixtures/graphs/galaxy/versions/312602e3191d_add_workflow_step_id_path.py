revision = "312602e3191d"
down_revision = "75b461a2b24a"
branch_labels = None
depends_on = None
