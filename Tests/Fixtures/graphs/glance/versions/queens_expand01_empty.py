revision = 'queens_expand01'
down_revision = 'pike_expand01'
branch_labels = None
depends_on = None
