revision = 'a603da2cc809'
down_revision = '5d4d844852b6'
branch_labels = None
depends_on = None
