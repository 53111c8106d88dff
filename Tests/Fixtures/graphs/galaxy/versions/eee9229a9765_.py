revision = "eee9229a9765"
down_revision = ("570bce1e82f9", "c63848676caf")
branch_labels = None
depends_on = None
