revision = 'django_0042'
down_revision = 'django_0041'
branch_labels = None
depends_on = None
