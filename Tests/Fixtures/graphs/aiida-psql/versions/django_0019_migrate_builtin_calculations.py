revision = 'django_0019'
down_revision = 'django_0018'
branch_labels = None
depends_on = None
