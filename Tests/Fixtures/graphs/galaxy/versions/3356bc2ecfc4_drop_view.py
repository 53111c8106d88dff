revision = "3356bc2ecfc4"
down_revision = "460d0ecd1dd8"
branch_labels = None
depends_on = None
