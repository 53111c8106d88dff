revision = "b75f0f4dbcd4"
down_revision = "b8d5e2f9a1c7"
branch_labels = None
depends_on = None
