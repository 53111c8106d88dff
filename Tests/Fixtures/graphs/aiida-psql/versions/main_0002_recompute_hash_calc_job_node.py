revision = 'main_0002'
down_revision = 'main_0001'
branch_labels = None
depends_on = None
