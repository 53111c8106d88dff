revision = 'django_0022'
down_revision = 'django_0021'
branch_labels = None
depends_on = None
