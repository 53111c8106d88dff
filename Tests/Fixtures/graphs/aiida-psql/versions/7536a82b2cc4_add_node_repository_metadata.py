revision = '7536a82b2cc4'
down_revision = '0edcdd5a30f0'
branch_labels = None
depends_on = None
