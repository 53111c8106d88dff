revision = 'django_0046'
down_revision = 'django_0045'
branch_labels = None
depends_on = None
