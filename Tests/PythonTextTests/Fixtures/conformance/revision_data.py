"""merge heads and move data

Revision ID: b1
Revises: a1, a2
"""
import logging
from contextlib import suppress
from alembic import context, op
import sqlalchemy as sa

log = logging.getLogger(__name__)
revision, down_revision = "b1", ("a1", "a2")
branch_labels = depends_on = None
TABLES = [f"events_{year}" for year in range(2020, 2025)]
STATUSES = {"active": 1, **dict(inactive=0)}
schema = context.get_x_argument(as_dictionary=True).get("schema", "public")


class Status(sa.types.TypeDecorator):
    impl = sa.String(20)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else value.lower()


def _has_column(table: str, column: str) -> bool:
    inspector = sa.inspect(op.get_bind())
    return any(c["name"] == column for c in inspector.get_columns(table, schema=schema))


def upgrade(engine_name: str = ""):
    connection = op.get_bind()
    for table in TABLES:
        if not _has_column(table, "status"):
            with op.batch_alter_table(table, schema=schema) as batch_op:
                batch_op.add_column(sa.Column("status", Status(), server_default="active"))
    op.execute(
        """
        UPDATE users SET email = lower(email)
        WHERE email <> lower(email) AND name NOT LIKE '%%\\_x'
        """
    )
    rows = connection.execute(sa.text("SELECT id, name FROM users")).fetchall()
    for i, (id_, name) in enumerate(rows):
        connection.execute(
            sa.text("UPDATE users SET slug = :slug WHERE id = :id"),
            {"slug": "-".join(p for p in name.split() if p)[:50], "id": id_},
        )
    with suppress(Exception), op.get_context().autocommit_block():
        op.execute("ALTER TYPE status ADD VALUE IF NOT EXISTS 'archived'")
    while (n := connection.execute(sa.text("DELETE FROM old LIMIT 1000")).rowcount) > 0:
        log.info("deleted %s rows", n)


def downgrade():
    raise NotImplementedError(f"cannot undo {revision!r}")
