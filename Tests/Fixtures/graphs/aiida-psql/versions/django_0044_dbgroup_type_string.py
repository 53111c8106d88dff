revision = 'django_0044'
down_revision = 'django_0043'
branch_labels = None
depends_on = None
