revision = '1de112340b16'
down_revision = '34a831f4286d'
branch_labels = None
depends_on = None
