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
    op.execute("alter type team_kind add value 'secret'")
