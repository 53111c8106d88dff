revision = 'django_0045'
down_revision = 'django_0044'
branch_labels = None
depends_on = None
