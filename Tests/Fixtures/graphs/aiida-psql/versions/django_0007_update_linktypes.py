revision = 'django_0007'
down_revision = 'django_0006'
branch_labels = None
depends_on = None
