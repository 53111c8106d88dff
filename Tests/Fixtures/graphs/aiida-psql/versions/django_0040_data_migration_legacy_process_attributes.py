revision = 'django_0040'
down_revision = 'django_0039'
branch_labels = None
depends_on = None
