revision = 'django_0024a'
down_revision = 'django_0023'
branch_labels = None
depends_on = None
