"""c1

Revision ID: c1
Revises: b1, b2
Create Date: 2026-01-01 00:00:12.500000

"""

from alembic import op
import sqlalchemy as sa


revision = "c1"
down_revision = ("b1", "b2")


def upgrade():
    op.execute("update team set note = 'merged'")
