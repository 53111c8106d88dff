revision = "d2d8f51ebb7e"
down_revision = ("04288b6a5b25", "eee9229a9765")
branch_labels = None
depends_on = None
