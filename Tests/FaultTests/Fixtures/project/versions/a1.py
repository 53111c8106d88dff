"""a1

Revision ID: a1
Revises: 
Create Date: 2026-01-01 00:00:01.500000

"""

from alembic import op
import sqlalchemy as sa


revision = "a1"
down_revision = None


def upgrade():
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.Enum("open", "closed", name="team_kind"), nullable=True),
    )
    op.create_index("ix_team_name", "team", ["name"])
