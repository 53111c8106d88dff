revision = 'train_contract01'
down_revision = 'rocky_contract02'
branch_labels = None
depends_on = 'train_expand01'
