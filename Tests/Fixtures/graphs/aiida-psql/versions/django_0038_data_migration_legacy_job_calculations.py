revision = 'django_0038'
down_revision = 'django_0037'
branch_labels = None
depends_on = None
