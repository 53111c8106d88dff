revision = 'django_0009'
down_revision = 'django_0008'
branch_labels = None
depends_on = None
