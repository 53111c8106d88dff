revision = 'django_0017'
down_revision = 'django_0016'
branch_labels = None
depends_on = None
