"""merge tagging into the main line

Revision ID: 9d0b3e6f2a84
Revises: 5e2a8c90f7d1, c47d91b0e8a6
Create Date: 2026-01-08 08:58:02.661190

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '9d0b3e6f2a84'
down_revision: Union[str, Sequence[str], None] = ('5e2a8c90f7d1', 'c47d91b0e8a6')
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    pass


def downgrade() -> None:
    """Downgrade schema."""
    pass
