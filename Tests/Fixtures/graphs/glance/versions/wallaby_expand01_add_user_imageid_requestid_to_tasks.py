revision = 'wallaby_expand01'
down_revision = 'ussuri_expand01'
branch_labels = None
depends_on = None
