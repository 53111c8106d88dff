revision = "98621a25ab75"
down_revision = ("1d1d7bf6ac02", "63dc6cca023f")
branch_labels = None
depends_on = None
