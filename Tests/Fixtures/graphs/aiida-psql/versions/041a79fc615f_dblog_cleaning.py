revision = '041a79fc615f'
down_revision = '7ca08c391c49'
branch_labels = None
depends_on = None
