revision = 'django_0036'
down_revision = 'django_0035'
branch_labels = None
depends_on = None
