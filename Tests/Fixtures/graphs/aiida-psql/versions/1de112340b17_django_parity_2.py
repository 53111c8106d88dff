revision = '1de112340b17'
down_revision = '1de112340b16'
branch_labels = None
depends_on = None
