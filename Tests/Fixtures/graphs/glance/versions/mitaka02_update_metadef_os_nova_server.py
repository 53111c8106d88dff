revision = 'mitaka02'
down_revision = 'mitaka01'
branch_labels = None
depends_on = None
