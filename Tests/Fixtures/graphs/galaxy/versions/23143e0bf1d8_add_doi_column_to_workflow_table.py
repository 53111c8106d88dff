revision = "b964490175fd"
down_revision = "71eeb8d91f92"
branch_labels = None
depends_on = None
