revision = 'wallaby_contract01'
down_revision = 'ussuri_contract01'
branch_labels = None
depends_on = 'wallaby_expand01'
