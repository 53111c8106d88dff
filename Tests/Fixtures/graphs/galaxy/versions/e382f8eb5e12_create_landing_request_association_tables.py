revision = "e382f8eb5e12"
down_revision = "81362686fd64"
branch_labels = None
depends_on = None
