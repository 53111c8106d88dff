revision = 'django_0027'
down_revision = 'django_0026'
branch_labels = None
depends_on = None
