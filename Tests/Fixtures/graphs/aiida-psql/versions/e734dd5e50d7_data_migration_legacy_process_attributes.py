revision = 'e734dd5e50d7'
down_revision = 'e797afa09270'
branch_labels = None
depends_on = None
