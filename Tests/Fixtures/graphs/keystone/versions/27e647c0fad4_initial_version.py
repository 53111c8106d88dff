revision = '27e647c0fad4'
down_revision = None
depends_on = None
