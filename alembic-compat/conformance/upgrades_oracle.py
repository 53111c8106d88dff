"""What `alembic upgrade RANGE --sql` prints, as JSON: range to text, null where Alembic fails.

usage: upgrades_oracle.py CONFIG ROOT RANGE...; ROOT is the unpacked project, or `-` for a tree without one.
"""

import io
import json
import os
import sys
import typing
import warnings

import sqlalchemy.orm  # noqa: F401  Revisions take it to be there, since their env.py imports models.

from alembic import command
from alembic.config import Config
from alembic.util import pyfiles


def printed(path: str, way: str) -> str | None:
    output = io.StringIO()
    config = Config(path, output_buffer=output)
    config.remove_main_option("prepend_sys_path")
    try:
        command.upgrade(config, way, sql=True)
    except (Exception, SystemExit):
        return None
    return output.getvalue()


def main() -> None:
    path, root, *ways = sys.argv[1:]
    warnings.simplefilter("ignore")
    if root != "-":
        import named_stubs
        import sql_oracle
        named_stubs.install(os.path.abspath(root))
        # A file whose module fails after its identifiers counts as one of the graph, as it does there.
        typing.override = getattr(typing, "override", lambda method: method)
        pyfiles.load_module_py = lambda module_id, path: sql_oracle.load_revision(module_id, path, {})
    print(json.dumps({way: printed(path, way) for way in ways}))
    sys.stdout.flush()
    # What the projects started is not waited for.
    os._exit(0)


if __name__ == "__main__":
    main()
