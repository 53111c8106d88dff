revision = 'django_0025'
down_revision = 'django_0024'
branch_labels = None
depends_on = None
