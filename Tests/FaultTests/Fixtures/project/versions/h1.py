"""h1

Revision ID: h1
Revises: g1
Create Date: 2026-01-01 00:00:30.500000

"""

from alembic import op
import sqlalchemy as sa


revision = "h1"
down_revision = "g1"


def upgrade():
    op.alter_column("team", "note", new_column_name="remark")
    op.drop_index("ix_team_name", table_name="team")
    op.create_unique_constraint("uq_team_name", "team", ["name"])
