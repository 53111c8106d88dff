revision = 'django_0047'
down_revision = 'django_0046'
branch_labels = None
depends_on = None
