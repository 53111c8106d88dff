revision = 'django_0026'
down_revision = 'django_0025'
branch_labels = None
depends_on = None
