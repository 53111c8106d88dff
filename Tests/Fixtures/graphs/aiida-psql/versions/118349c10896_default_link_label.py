revision = '118349c10896'
down_revision = '91b573400be5'
branch_labels = None
depends_on = None
