revision = 'django_0010'
down_revision = 'django_0009'
branch_labels = None
depends_on = None
