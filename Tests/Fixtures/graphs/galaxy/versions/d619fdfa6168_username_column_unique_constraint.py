revision = "d619fdfa6168"
down_revision = "d2d8f51ebb7e"
branch_labels = None
depends_on = None
