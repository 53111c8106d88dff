revision = 'django_0028'
down_revision = 'django_0027'
branch_labels = None
depends_on = None
