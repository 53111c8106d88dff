revision = "303a5583a030"
down_revision = "55f02fd8ab6c"
branch_labels = None
depends_on = None
