revision = 'liberty'
down_revision = None
branch_labels = None
depends_on = None
