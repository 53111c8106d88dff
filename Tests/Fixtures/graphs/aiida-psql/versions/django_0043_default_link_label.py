revision = 'django_0043'
down_revision = 'django_0042'
branch_labels = None
depends_on = None
