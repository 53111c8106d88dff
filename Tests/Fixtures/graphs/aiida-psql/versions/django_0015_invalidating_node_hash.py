revision = 'django_0015'
down_revision = 'django_0014'
branch_labels = None
depends_on = None
