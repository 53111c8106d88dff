revision = 'django_0032'
down_revision = 'django_0031'
branch_labels = None
depends_on = None
