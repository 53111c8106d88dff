revision = 'django_0033'
down_revision = 'django_0032'
branch_labels = None
depends_on = None
