revision = "71eeb8d91f92"
down_revision = "a4c3ef999ab5"
branch_labels = None
depends_on = None
