revision = 'django_0012'
down_revision = 'django_0011'
branch_labels = None
depends_on = None
