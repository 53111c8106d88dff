revision = '26d561acd560'
down_revision = '07fac78e6209'
branch_labels = None
depends_on = None
