revision = "9930b68c85af"
down_revision = "312602e3191d"
branch_labels = None
depends_on = None
