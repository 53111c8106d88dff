revision = "ddbdbc40bdc1"
down_revision = "92fb564c7095"
branch_labels = None
depends_on = None
