"""The SQL that real Alembic prints offline for each revision of one graph, as JSON.

usage: sql_oracle.py CONFIG ROOT, where CONFIG is an alembic.ini and ROOT the unpacked project.

For a revision this is `alembic upgrade DOWN:REVISION --sql` with the most general env.py: a bare
postgresql:// URL, literal binds, named parameters, no metadata. Every revision is imported, and so
are the project's own modules.
"""

import datetime
import importlib.util
import io
import json
import os
import re
import signal
import sys
import traceback
import typing
import warnings

import sqlalchemy
import sqlalchemy.orm  # noqa: F401  Revisions take it to be there, since their env.py imports models.
from sqlalchemy.engine import mock
from sqlalchemy.sql import compiler

import named_stubs
from alembic import __version__ as alembic_version
from alembic.config import Config
from alembic.ddl import impl
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationStep
from alembic.script import ScriptDirectory
from alembic.util import pyfiles

SECONDS = 20
TODAY = datetime.date.today().isoformat()


class TooSlow(BaseException):
    """A revision took more than its time."""


class Marks:
    """What was seen while one revision was rendered."""

    def __init__(self):
        self.seen: set[str] = set()

    def install(self) -> None:
        """Watches for values that Alembic leaves out of offline SQL."""
        create_table = impl.DefaultImpl.create_table
        execute, visit = mock.MockConnection.execute, compiler.SQLCompiler.visit_bindparam

        def watched_execute(connection, statement, parameters=None, execution_options=None):
            if parameters:
                self.seen.add("dropped")
            return execute(connection, statement, parameters, execution_options)

        def watched_visit(itself, parameter, *arguments, **options):
            if options.get("literal_binds") and parameter.required and parameter.value is None:
                self.seen.add("unbound")
            return visit(itself, parameter, *arguments, **options)

        def watched_create_table(itself, table, **options):
            # They are kept in a set.
            if len(table.indexes) > 1:
                self.seen.add("order")
            return create_table(itself, table, **options)

        impl.DefaultImpl.create_table = watched_create_table
        mock.MockConnection.execute = watched_execute
        compiler.SQLCompiler.visit_bindparam = watched_visit


marks = Marks()


def load_revision(module_id: str, path: str, failures: dict[str, dict]):
    """Alembic's load_module_py, which keeps a file whose module fails after its identifiers."""
    spec = importlib.util.spec_from_file_location(module_id, path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        if "revision" not in vars(module) or "down_revision" not in vars(module):
            raise
        failures[module.revision] = describe(error)
    return module


def describe(error: BaseException) -> dict:
    """An error, and where in the project's own files it came from."""
    frames = [each for each in traceback.extract_tb(error.__traceback__) if "/packages/" in each.filename]
    return {
        "type": type(error).__name__,
        "message": re.sub(r"0x[0-9a-f]+", "0x…", str(error))[:400],
        "line": frames[-1].lineno if frames else None,
        "in": re.sub(r"^.*/packages/", "", frames[-1].filename) if frames else None,
    }


def render(config: Config, directory: ScriptDirectory, script) -> tuple[str, str]:
    """The whole output for one revision, and the part that its `upgrade()` made."""
    output = io.StringIO()
    span = []
    step = MigrationStep.upgrade_from_script(directory.revision_map, script)
    upgrade = step.migration_fn

    def measured(**options):
        span.append(output.tell())
        upgrade(**options)
        span.append(output.tell())

    step.migration_fn = measured
    environment = EnvironmentContext(
        config, directory, as_sql=True, starting_rev=script.down_revision,
        destination_rev=script.revision, fn=lambda current, context: [step])
    with environment:
        environment.configure(
            url="postgresql://", literal_binds=True, dialect_opts={"paramstyle": "named"},
            target_metadata=None, output_buffer=output)
        with environment.begin_transaction():
            environment.run_migrations()
    text = output.getvalue()
    return text, text[span[0]:span[1]]


def answer(config: Config, directory: ScriptDirectory, script, failures: dict[str, dict]) -> dict:
    """What Alembic prints for one revision, or why it does not."""
    found = {"file": os.path.relpath(script.path, directory.versions)}
    marks.seen.clear()
    named_stubs.touched.clear()
    signal.alarm(SECONDS)
    try:
        if script.revision in failures:
            found["error"] = failures[script.revision]
        else:
            found["sql"], found["body"] = render(config, directory, script)
            if TODAY in found["sql"] and TODAY not in open(script.path, encoding="utf-8").read():
                marks.seen.add("clock")
    except (Exception, SystemExit, TooSlow) as error:
        found["error"] = describe(error)
    finally:
        signal.alarm(0)
    found["marks"] = sorted(marks.seen)
    found["stubs"] = sorted(set(named_stubs.touched))[:10]
    return found


def interrupt(*arguments) -> None:
    raise TooSlow(f"more than {SECONDS} seconds")


def main() -> None:
    path, root = sys.argv[1:]
    answers = sys.stdout
    sys.stdout = sys.stderr
    config = Config(path)
    config.remove_main_option("prepend_sys_path")
    stubbed, interrupted = named_stubs.install(os.path.abspath(root))
    marks.install()
    # A name of a newer Python that does nothing when it runs.
    typing.override = getattr(typing, "override", lambda method: method)
    signal.signal(signal.SIGALRM, interrupt)
    failures: dict[str, dict] = {}
    pyfiles.load_module_py = lambda module_id, path: load_revision(module_id, path, failures)
    warnings.simplefilter("ignore")
    directory = ScriptDirectory.from_config(config)
    revisions = {
        script.revision: answer(config, directory, script, failures)
        for script in directory.walk_revisions()
    }
    json.dump({
        "alembic": alembic_version, "sqlalchemy": sqlalchemy.__version__,
        "stubbed": sorted(set(stubbed)), "interrupted": interrupted, "revisions": revisions,
    }, answers, indent=1, sort_keys=True)
    answers.flush()
    # What the projects started is not waited for.
    os._exit(0)


if __name__ == "__main__":
    main()
