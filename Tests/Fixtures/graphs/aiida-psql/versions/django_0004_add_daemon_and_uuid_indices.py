revision = 'django_0004'
down_revision = 'django_0003'
branch_labels = None
depends_on = None
