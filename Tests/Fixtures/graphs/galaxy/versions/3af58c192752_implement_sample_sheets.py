revision = "3af58c192752"
down_revision = "338d0e5deb03"
branch_labels = None
depends_on = None
