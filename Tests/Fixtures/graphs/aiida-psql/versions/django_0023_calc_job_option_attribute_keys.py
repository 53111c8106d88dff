revision = 'django_0023'
down_revision = 'django_0022'
branch_labels = None
depends_on = None
