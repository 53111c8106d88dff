revision = 'django_0006'
down_revision = 'django_0005'
branch_labels = None
depends_on = None
