"""b2

Revision ID: b2
Revises: a1
Create Date: 2026-01-01 00:00:09.500000

"""

from alembic import op
import sqlalchemy as sa


revision = "b2"
down_revision = "a1"


def upgrade():
    op.create_table(
        "badge",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("team.id"), nullable=True),
    )
