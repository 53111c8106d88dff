revision = 'django_0024'
down_revision = 'django_0024a'
branch_labels = None
depends_on = None
