revision = 'django_0037'
down_revision = 'django_0036'
branch_labels = None
depends_on = None
