revision = 'e8725d6fa226'
down_revision = '47147121'
branch_labels = None
depends_on = None
