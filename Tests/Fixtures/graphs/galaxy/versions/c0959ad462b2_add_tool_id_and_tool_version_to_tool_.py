revision = "c0959ad462b2"
down_revision = "3af58c192752"
branch_labels = None
depends_on = None
