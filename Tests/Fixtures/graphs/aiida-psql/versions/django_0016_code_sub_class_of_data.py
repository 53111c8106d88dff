revision = 'django_0016'
down_revision = 'django_0015'
branch_labels = None
depends_on = None
