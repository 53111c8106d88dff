revision = 'django_0002'
down_revision = 'django_0001'
branch_labels = None
depends_on = None
