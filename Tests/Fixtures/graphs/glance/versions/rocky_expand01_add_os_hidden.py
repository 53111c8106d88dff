revision = 'rocky_expand01'
down_revision = 'queens_expand01'
branch_labels = None
depends_on = None
