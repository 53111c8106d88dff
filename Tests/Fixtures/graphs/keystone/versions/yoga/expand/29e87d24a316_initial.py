revision = '29e87d24a316'
down_revision = '27e647c0fad4'
branch_labels = ('expand',)
