revision = 'ussuri_expand01'
down_revision = 'train_expand01'
branch_labels = None
depends_on = None
