revision = '59edaf8a8b79'
down_revision = 'a514d673c163'
branch_labels = None
depends_on = None
