revision = 'ussuri_contract01'
down_revision = 'train_contract01'
branch_labels = None
depends_on = 'ussuri_expand01'
