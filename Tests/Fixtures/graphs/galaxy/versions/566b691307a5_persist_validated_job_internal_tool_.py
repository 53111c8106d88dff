revision = "566b691307a5"
down_revision = "9930b68c85af"
branch_labels = None
depends_on = None
