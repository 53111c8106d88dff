revision = 'main_0001'
down_revision = None
branch_labels = ('main',)
depends_on = None
