"""merge billing into the main line

Revision ID: 6c9f24ad07be
Revises: 9d0b3e6f2a84, e8305b7c6d14
Create Date: 2026-03-24 09:20:14.730266

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '6c9f24ad07be'
down_revision: Union[str, Sequence[str], None] = ('9d0b3e6f2a84', 'e8305b7c6d14')
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    pass


def downgrade() -> None:
    """Downgrade schema."""
    pass
