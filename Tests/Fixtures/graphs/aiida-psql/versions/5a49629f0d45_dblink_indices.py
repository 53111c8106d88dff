revision = '5a49629f0d45'
down_revision = '5ddd24e52864'
branch_labels = None
depends_on = None
