revision = 'f9a69de76a9a'
down_revision = '6c629c886f84'
branch_labels = None
depends_on = None
