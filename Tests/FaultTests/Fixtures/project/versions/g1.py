"""g1

Revision ID: g1
Revises: f1
Create Date: 2026-01-01 00:00:27.500000

"""

from alembic import op
import sqlalchemy as sa


revision = "g1"
down_revision = "f1"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("alter type team_kind add value 'secret'")
    op.execute("update team set kind = 'secret' where id = 2")
