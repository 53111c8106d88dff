revision = 'e797afa09270'
down_revision = '26d561acd560'
branch_labels = None
depends_on = None
