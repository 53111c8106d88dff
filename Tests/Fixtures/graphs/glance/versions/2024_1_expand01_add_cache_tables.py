revision = '2024_1_expand01'
down_revision = '2023_1_expand01'
branch_labels = None
depends_on = None
