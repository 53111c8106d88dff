revision = '5d4d844852b6'
down_revision = '62fe0d36de90'
branch_labels = None
depends_on = None
