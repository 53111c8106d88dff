revision = '47147121'
down_revision = '11c3b243b4cb'
branch_labels = None
depends_on = None
