revision = '7b38a9e783e7'
down_revision = 'e734dd5e50d7'
branch_labels = None
depends_on = None
