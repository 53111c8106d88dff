revision = 'django_0018'
down_revision = 'django_0017'
branch_labels = None
depends_on = None
