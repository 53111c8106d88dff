revision = 'django_0031'
down_revision = 'django_0030'
branch_labels = None
depends_on = None
