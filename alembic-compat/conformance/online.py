"""Runs real Alembic on a database, with a project's packages found in its unpacked wheel.

usage: online.py CONFIG ROOT REVISION...; the database is in CONFORMANCE_URL.
"""

import os
import sys
import warnings

import sqlalchemy.orm  # noqa: F401  Revisions take it to be there, since their env.py imports models.

import named_stubs
from alembic import command
from alembic.config import Config


def main() -> None:
    path, root, *revisions = sys.argv[1:]
    config = Config(path)
    config.remove_main_option("prepend_sys_path")
    named_stubs.install(os.path.abspath(root))
    warnings.simplefilter("ignore")
    for revision in revisions:
        command.upgrade(config, revision)
    sys.stdout.flush()
    sys.stderr.flush()
    # What the projects started is not waited for.
    os._exit(0)


if __name__ == "__main__":
    main()
