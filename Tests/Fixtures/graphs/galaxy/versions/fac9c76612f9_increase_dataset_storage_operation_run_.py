revision = "fac9c76612f9"
down_revision = "6925fe4c8a17"
branch_labels = None
depends_on = None
