revision = 'django_0041'
down_revision = 'django_0040'
branch_labels = None
depends_on = None
