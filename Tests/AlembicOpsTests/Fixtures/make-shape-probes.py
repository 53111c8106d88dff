"""Asks Alembic what it prints for the revisions of shapes.txt; writes shape-probes.json beside this file.

They are what projects of all kinds write: enums made by hand, loops over tables, data migrations, helpers, types of other
packages. Run it with a Python that has what `make conformance` installs: `python make-shape-probes.py`.
"""

import io
import json
import pathlib
import re
import warnings

from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext

HERE = pathlib.Path(__file__).parent
HEAD = "from alembic import op\nimport sqlalchemy as sa\n"


def printed(code):
    """What `alembic upgrade --sql` prints for a revision."""
    output = io.StringIO()
    context = MigrationContext.configure(
        url="postgresql://", dialect_opts={"paramstyle": "named"},
        opts={"as_sql": True, "output_buffer": output, "literal_binds": True})
    module = {"__name__": "revision"}
    with EnvironmentContext(None, None, as_sql=True), Operations.context(context):
        exec(compile(code, "revision", "exec"), module)
        module["upgrade"]()
    return output.getvalue().strip()


def main():
    warnings.simplefilter("ignore")
    probes = []
    for part in re.split(r"(?m)^### ", (HERE / "shapes.txt").read_text())[1:]:
        name, code = part.split("\n", 1)
        probes.append({"group": name, "code": HEAD + code, "sql": printed(HEAD + code)})
    (HERE / "shape-probes.json").write_text(json.dumps(probes, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
