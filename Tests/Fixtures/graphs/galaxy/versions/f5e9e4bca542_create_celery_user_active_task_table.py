revision = "f5e9e4bca542"
down_revision = "566b691307a5"
branch_labels = None
depends_on = None
