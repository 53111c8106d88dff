revision = 'django_0049'
down_revision = 'django_0048'
branch_labels = None
depends_on = None
