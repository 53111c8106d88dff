revision = '35d4ee9a1b0e'
down_revision = '89176227b25'
branch_labels = None
depends_on = None
