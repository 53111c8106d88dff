revision = 'e15ef2630a1b'
down_revision = None
branch_labels = ('sqlalchemy',)
depends_on = None
