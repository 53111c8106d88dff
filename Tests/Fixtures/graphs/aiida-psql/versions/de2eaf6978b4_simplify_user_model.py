revision = 'de2eaf6978b4'
down_revision = '1830c8430131'
branch_labels = None
depends_on = None
