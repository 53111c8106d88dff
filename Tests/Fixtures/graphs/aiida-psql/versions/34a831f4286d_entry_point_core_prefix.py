revision = '34a831f4286d'
down_revision = '535039300e4a'
branch_labels = None
depends_on = None
