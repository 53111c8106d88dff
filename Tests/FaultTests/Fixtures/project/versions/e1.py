"""e1

Revision ID: e1
Revises: d1
Create Date: 2026-01-01 00:00:19.500000

"""

from alembic import op
import sqlalchemy as sa
from app.models import Color, greeting

revision = "e1"
down_revision = "d1"


def upgrade():
    op.execute(greeting())
    op.create_table(
        "paint",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("color", sa.Enum(Color), nullable=True),
    )
