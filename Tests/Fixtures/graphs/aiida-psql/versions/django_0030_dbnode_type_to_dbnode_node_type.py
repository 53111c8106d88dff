revision = 'django_0030'
down_revision = 'django_0029'
branch_labels = None
depends_on = None
