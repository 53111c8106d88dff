revision = "9540a051226e"
down_revision = "d0583094c8cd"
branch_labels = None
depends_on = None
