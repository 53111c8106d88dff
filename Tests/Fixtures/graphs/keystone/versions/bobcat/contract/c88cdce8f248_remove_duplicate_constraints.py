revision = 'c88cdce8f248'
down_revision = '99de3849d860'
branch_labels = None
depends_on = None
