revision = "7ffd33d5d144"
down_revision = "25b092f7938b"
branch_labels = None
depends_on = None
