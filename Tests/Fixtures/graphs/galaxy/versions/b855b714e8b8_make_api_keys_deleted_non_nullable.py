revision = "b855b714e8b8"
down_revision = "3356bc2ecfc4"
branch_labels = None
depends_on = None
