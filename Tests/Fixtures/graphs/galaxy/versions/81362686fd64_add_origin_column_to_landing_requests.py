revision = "81362686fd64"
down_revision = "c0959ad462b2"
branch_labels = None
depends_on = None
