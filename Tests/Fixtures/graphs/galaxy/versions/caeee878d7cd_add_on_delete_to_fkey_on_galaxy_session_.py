revision = "caeee878d7cd"
down_revision = "0c681a59dce1"
branch_labels = None
depends_on = None
