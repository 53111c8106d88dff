revision = 'django_0029'
down_revision = 'django_0028'
branch_labels = None
depends_on = None
