revision = 'django_0013'
down_revision = 'django_0012'
branch_labels = None
depends_on = None
