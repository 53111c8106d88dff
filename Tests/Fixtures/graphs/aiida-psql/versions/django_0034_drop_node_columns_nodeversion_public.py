revision = 'django_0034'
down_revision = 'django_0033'
branch_labels = None
depends_on = None
