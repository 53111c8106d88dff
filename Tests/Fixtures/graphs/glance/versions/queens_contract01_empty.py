revision = 'queens_contract01'
down_revision = 'pike_contract01'
branch_labels = None
depends_on = 'queens_expand01'
