revision = '162b99bca4a2'
down_revision = 'a603da2cc809'
branch_labels = None
depends_on = None
