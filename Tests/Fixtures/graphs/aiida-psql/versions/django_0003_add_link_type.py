revision = 'django_0003'
down_revision = 'django_0002'
branch_labels = None
depends_on = None
