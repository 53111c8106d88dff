revision = '6c629c886f84'
down_revision = '0aebbeab274d'
branch_labels = None
depends_on = None
