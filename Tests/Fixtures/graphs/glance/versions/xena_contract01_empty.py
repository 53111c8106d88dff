revision = 'xena_contract01'
down_revision = 'wallaby_contract01'
branch_labels = None
depends_on = 'xena_expand01'
