revision = "55f02fd8ab6c"
down_revision = "2dc3386d091f"
branch_labels = None
depends_on = None
