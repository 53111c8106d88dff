revision = 'd254fdfed416'
down_revision = '61fc0913fae9'
branch_labels = None
depends_on = None
