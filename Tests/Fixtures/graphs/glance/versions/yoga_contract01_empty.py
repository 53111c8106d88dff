revision = 'yoga_contract01'
down_revision = 'xena_contract01'
branch_labels = None
depends_on = 'yoga_expand01'
