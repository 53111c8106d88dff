revision = "8a19186a6ee7"
down_revision = "ddbdbc40bdc1"
branch_labels = None
depends_on = None
