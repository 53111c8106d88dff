revision = 'django_0020'
down_revision = 'django_0019'
branch_labels = None
depends_on = None
