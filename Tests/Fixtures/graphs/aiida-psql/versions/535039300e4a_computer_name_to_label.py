revision = '535039300e4a'
down_revision = '1feaea71bd5a'
branch_labels = None
depends_on = None
