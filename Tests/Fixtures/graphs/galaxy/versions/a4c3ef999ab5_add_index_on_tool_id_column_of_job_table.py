revision = "a4c3ef999ab5"
down_revision = "75348cfb3715"
branch_labels = None
depends_on = None
