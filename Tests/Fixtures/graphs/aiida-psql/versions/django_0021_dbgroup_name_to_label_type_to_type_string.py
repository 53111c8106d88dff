revision = 'django_0021'
down_revision = 'django_0020'
branch_labels = None
depends_on = None
