revision = "6925fe4c8a17"
down_revision = "b75f0f4dbcd4"
branch_labels = None
depends_on = None
