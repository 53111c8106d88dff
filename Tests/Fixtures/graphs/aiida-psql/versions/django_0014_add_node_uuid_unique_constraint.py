revision = 'django_0014'
down_revision = 'django_0013'
branch_labels = None
depends_on = None
