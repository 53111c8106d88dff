revision = '2023_1_expand01'
down_revision = 'zed_expand01'
branch_labels = None
depends_on = None
