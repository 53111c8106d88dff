"""b1

Revision ID: b1
Revises: a1
Create Date: 2026-01-01 00:00:05.500000

"""

from alembic import op
import sqlalchemy as sa


revision = "b1"
down_revision = "a1"


def upgrade():
    op.add_column("team", sa.Column("note", sa.Text(), nullable=True))
    op.bulk_insert(
        sa.table("team", sa.column("id", sa.Integer), sa.column("name", sa.String)),
        [{"id": 1, "name": "first"}, {"id": 2, "name": "second"}],
    )
