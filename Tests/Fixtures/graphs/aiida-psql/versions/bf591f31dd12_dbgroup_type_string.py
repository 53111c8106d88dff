revision = 'bf591f31dd12'
down_revision = '118349c10896'
branch_labels = None
depends_on = None
