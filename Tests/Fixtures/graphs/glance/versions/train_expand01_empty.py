revision = 'train_expand01'
down_revision = 'rocky_expand02'
branch_labels = None
depends_on = None
