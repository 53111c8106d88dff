revision = "cde5d2db77e7"
down_revision = "b964490175fd"
branch_labels = None
depends_on = None
