revision = '5ddd24e52864'
down_revision = 'd254fdfed416'
branch_labels = None
depends_on = None
