revision = 'django_0001'
down_revision = None
branch_labels = ('django',)
depends_on = None
