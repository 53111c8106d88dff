"""The most general env.py: the SQL depends on the revisions alone."""

import os

import sqlalchemy

from alembic import context

if context.is_offline_mode():
    context.configure(
        url="postgresql://", literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    with sqlalchemy.create_engine(os.environ["CONFORMANCE_URL"]).connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
