revision = 'django_0011'
down_revision = 'django_0010'
branch_labels = None
depends_on = None
