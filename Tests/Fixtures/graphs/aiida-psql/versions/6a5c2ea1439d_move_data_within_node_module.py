revision = '6a5c2ea1439d'
down_revision = '375c2db70663'
branch_labels = None
depends_on = None
