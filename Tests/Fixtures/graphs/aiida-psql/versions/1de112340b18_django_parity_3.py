revision = '1de112340b18'
down_revision = '1de112340b17'
branch_labels = None
depends_on = None
