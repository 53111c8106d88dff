revision = '99de3849d860'
down_revision = 'e25ffa003242'
branch_labels = None
depends_on = None
