revision = 'django_0035'
down_revision = 'django_0034'
branch_labels = None
depends_on = None
