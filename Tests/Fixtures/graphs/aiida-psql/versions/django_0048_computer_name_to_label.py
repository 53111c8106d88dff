revision = 'django_0048'
down_revision = 'django_0047'
branch_labels = None
depends_on = None
