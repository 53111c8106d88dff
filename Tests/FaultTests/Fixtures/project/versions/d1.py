"""d1

Revision ID: d1
Revises: c1
Create Date: 2026-01-01 00:00:15.500000

"""

from alembic import op
import sqlalchemy as sa


revision = "d1"
down_revision = "c1"


def upgrade():
    op.add_column("badge", sa.Column("label", sa.Text(), nullable=True))
    with op.get_context().autocommit_block():
        op.create_index("ix_badge_label", "badge", ["label"], postgresql_concurrently=True)
    op.execute("insert into badge values (1, 1, 'gold')")
