"""Runs the revisions of this folder with real Alembic.

DATABASE_URL names the database in any form that libpq knows, a Unix socket included:
postgresql://user@localhost/app, postgresql:///app?host=/run/postgresql, "dbname=app host=/tmp".
"""

import os
from logging.config import fileConfig

import psycopg
from sqlalchemy import create_engine, pool

from alembic import context
from models import Base

# this is the Alembic Config object, which provides
# access to the values within the .ini file in use.
config = context.config

# Interpret the config file for Python logging.
# This line sets up loggers basically.
if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)

target_metadata = Base.metadata


def conninfo() -> str:
    """The database as libpq names it; SQLAlchemy's driver names are taken off."""
    url = os.environ.get("DATABASE_URL") or config.get_main_option("sqlalchemy.url")
    if not url:
        raise SystemExit("DATABASE_URL is not set")
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    return f"{scheme.partition('+')[0]}://{rest}"


def include_name(name, type_, parent_names) -> bool:
    """Tables of the other track are not ours to compare."""
    return type_ != "table" or name in target_metadata.tables


def run_migrations_offline() -> None:
    """Run migrations in 'offline' mode: print SQL, connect to nothing."""
    context.configure(
        dialect_name="postgresql",
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )

    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    """Run migrations in 'online' mode."""
    connectable = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(conninfo()),
        poolclass=pool.NullPool,
    )

    with connectable.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            include_name=include_name,
        )

        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
