revision = "9ef6431f3a4e"
down_revision = "13fe10b8e35b"
branch_labels = None
depends_on = None
