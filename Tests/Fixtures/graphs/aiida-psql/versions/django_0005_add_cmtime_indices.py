revision = 'django_0005'
down_revision = 'django_0004'
branch_labels = None
depends_on = None
