revision = 'django_0008'
down_revision = 'django_0007'
branch_labels = None
depends_on = None
