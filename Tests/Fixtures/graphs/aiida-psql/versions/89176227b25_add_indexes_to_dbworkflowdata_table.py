revision = '89176227b25'
down_revision = 'a6048f0ffca8'
branch_labels = None
depends_on = None
