"""f1

Revision ID: f1
Revises: e1
Create Date: 2026-01-01 00:00:23.500000

"""

from alembic import op
import sqlalchemy as sa


revision = "f1"
down_revision = "e1"


def upgrade():
    bind = op.get_bind()
    for row in bind.execute(sa.text("select id, name from team order by id")).fetchall():
        bind.execute(
            sa.text("update team set note = note || :word where id = :id"),
            {"word": row.name.upper(), "id": row.id},
        )
