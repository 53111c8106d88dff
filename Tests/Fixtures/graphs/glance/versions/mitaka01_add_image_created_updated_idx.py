revision = 'mitaka01'
down_revision = 'liberty'
branch_labels = None
depends_on = None
