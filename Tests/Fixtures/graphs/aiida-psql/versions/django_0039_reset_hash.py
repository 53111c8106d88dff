revision = 'django_0039'
down_revision = 'django_0038'
branch_labels = None
depends_on = None
