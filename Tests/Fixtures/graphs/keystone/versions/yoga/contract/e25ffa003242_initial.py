revision = 'e25ffa003242'
down_revision = '27e647c0fad4'
branch_labels = ('contract',)
