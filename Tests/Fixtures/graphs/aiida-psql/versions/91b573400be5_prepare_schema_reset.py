revision = '91b573400be5'
down_revision = '7b38a9e783e7'
branch_labels = None
depends_on = None
