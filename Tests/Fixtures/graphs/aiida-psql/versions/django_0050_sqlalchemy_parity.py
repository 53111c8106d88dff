revision = 'django_0050'
down_revision = 'django_0049'
branch_labels = None
depends_on = None
