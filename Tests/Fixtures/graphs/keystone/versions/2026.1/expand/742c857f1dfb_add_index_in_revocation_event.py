revision = '742c857f1dfb'
down_revision = 'e8725d6fa226'
branch_labels = None
depends_on = None
