"""Applies whole projects with `migrate up` and with `alembic upgrade heads`, and compares the databases.

Where a revision is refused, real Alembic runs it at its place and `migrate adopt` takes it over, as
a team would. Both databases start empty on one throw-away server; their schemas are dumped with
pg_dump and must be the same, and so must the rows of `alembic_version`.
"""

import itertools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import typing

import comparing
import projects
import rendering

sys.path.append(str(projects.ROOT / "bench"))
import server  # noqa: E402

TIMEOUT = 900

# Left out of a dump: what only one of the two tools keeps.
OWN_SCHEMAS = ("migrate", "supabase_migrations")


class Result(typing.NamedTuple):
    """One project, applied twice."""

    name: str
    revisions: int
    native: int
    lines: int
    found: list[str]


class Failed(Exception):
    """A tool did not get to the end; what it said."""


def run(words: list, folder: pathlib.Path, environment: dict[str, str]) -> str:
    result = subprocess.run(
        list(map(str, words)), cwd=folder, env=environment, capture_output=True, text=True,
        timeout=TIMEOUT)
    if result.returncode != 0:
        said = (result.stderr or result.stdout).strip().split("\n")
        first = next((each for each in said if "rror" in each), said[-1])
        raise Failed(f"{pathlib.Path(words[0]).name} {words[1]}: {first[:300]}")
    return result.stdout


def upgrade(folder: pathlib.Path, root: pathlib.Path, graph: dict, url: str, revisions: list[str]) -> None:
    """Real Alembic, with the project's packages."""
    driver = graph.get("driver", "psycopg")
    run([rendering.ENVIRONMENT / "bin" / "python", projects.HERE / "online.py",
         folder / "alembic.ini", root, *revisions], folder / "home",
        rendering.environment(folder) | {"CONFORMANCE_URL": url.replace("://", f"+{driver}://", 1)})


class Migrate:
    """Our side: a tree that grows, so that a refused revision stands at its end."""

    def __init__(self, binary: str, folder: pathlib.Path, source: pathlib.Path, url: str):
        self.binary = binary
        self.folder = folder
        self.source = source
        self.url = url
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "scripts" / "versions").mkdir(parents=True)
        shutil.copy(projects.HERE / "generic_env.py", folder / "scripts" / "env.py")
        (folder / "migrate.toml").write_text('[tracks.alembic]\nconfig = "alembic.ini"\n')
        (folder / "alembic.ini").write_text(
            "[alembic]\nscript_location = scripts\nrecursive_version_locations = true\n"
            f"path_separator = os\nprepend_sys_path = {source}{os.pathsep}{projects.PACKAGES}\n")

    def add(self, versions: pathlib.Path, file: str) -> None:
        target = self.folder / "scripts" / "versions" / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(versions / file, target)

    def __call__(self, *words: str) -> None:
        run([self.binary, *words, "--url", self.url, "--env", "local", "--config",
             self.folder / "migrate.toml"], self.folder,
            {"PATH": "/nonexistent", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"})


def refusals(binary: str, folder: pathlib.Path, url: str) -> set[str]:
    """Revisions of which a plan says that they cannot be run as they are."""
    result = subprocess.run(
        [binary, "plan", "--json", "--url", url, "--env", "local", "--config", folder / "migrate.toml"],
        cwd=folder, capture_output=True, text=True, timeout=TIMEOUT,
        env={"PATH": "/nonexistent", "HOME": str(folder), "LC_ALL": "C.UTF-8"})
    plan = json.loads(result.stdout)
    if "steps" not in plan:
        raise comparing.NoAnswer(comparing.failure(plan))
    # What is wrong may stand in a module that the revision calls, or in the revision's own file.
    faulty = {(each["location"] or {}).get("path") for each in plan["diagnostics"]
              if each["severity"] == "error"}
    return {each["revision"] for each in plan["steps"]
            if each["kind"] == "refused" or each["file"] in faulty}


def apply(binary: str, name: str, folder: pathlib.Path, root: pathlib.Path, graph: dict, url: str) -> int:
    """Brings a database to the heads with `migrate`; gives how many revisions it ran itself."""
    versions = root / graph["path"]
    read = json.loads((folder / "oracle.json").read_text())
    refused = refusals(binary, folder, url)
    migrate = Migrate(binary, folder / "catalog", root, url)
    native = 0
    for is_native, ids in itertools.groupby(read["order"], lambda id: id not in refused):
        group = list(ids)
        for id in group:
            migrate.add(versions, read["revisions"][id]["file"])
        if is_native:
            migrate("up")
            native += len(group)
        else:
            upgrade(folder, root, graph, url, group)
            migrate("adopt", "--yes")
    return native


def dump(running: server.Server, database: str) -> list[str]:
    """The schema and the rows of Alembic's table, without what only says how it was dumped."""
    url = running.url(database)
    words = [running.bin / "pg_dump", "-s", "-d", url]
    text = run([*words, *(f"--exclude-schema={each}" for each in OWN_SCHEMAS)], running.folder, {})
    rows = run([running.bin / "psql", "-qXAt", "-d", url, "-c",
                "select version_num from alembic_version order by 1"], running.folder, {})
    kept = [line for line in text.split("\n")
            if line and not line.startswith(("--", "SET ", "SELECT pg_catalog.", "\\"))]
    return kept + rows.split()


def differences(ours: list[str], theirs: list[str]) -> list[str]:
    if ours == theirs:
        return []
    found = [f"only with migrate: {each.strip()}" for each in sorted(set(ours) - set(theirs))]
    found += [f"only with Alembic: {each.strip()}" for each in sorted(set(theirs) - set(ours))]
    return found or ["the same lines in another order"]


def compare(
    running: server.Server, binary: str, name: str, folder: pathlib.Path, root: pathlib.Path, graph: dict
) -> Result:
    revisions = len(json.loads((folder / "oracle.json").read_text())["order"])
    by_alembic, by_us = (running.fresh(each) for each in ("by_alembic", "by_us"))
    try:
        upgrade(folder, root, graph, running.url(by_alembic), ["heads"])
        native = apply(binary, name, folder, root, graph, running.url(by_us))
        theirs = dump(running, by_alembic)
        return Result(name, revisions, native, len(theirs), differences(dump(running, by_us), theirs))
    except (Failed, comparing.NoAnswer) as failure:
        return Result(name, revisions, 0, 0, [str(failure)])


def section(results: list[Result]) -> list[str]:
    """The page's lines."""
    lines = [
        "", "## Databases", "",
        "Each chain is run on an empty PostgreSQL database with `alembic upgrade heads`, and on another"
        " with `migrate up`; a revision", "that is refused is run by Alembic at its place and taken over"
        " with `migrate adopt`. Compared: what `pg_dump -s` says, and the", "rows of `alembic_version`.",
        "", "| graph | revisions | run natively | lines of schema | result |", "|---|--:|--:|--:|---|"]
    for each in results:
        outcome = "differs" if each.found else "same"
        lines.append(f"| {each.name} | {each.revisions} | {each.native} | {each.lines} | {outcome} |")
    for each in results:
        lines += [f"- {each.name}: {found}" for found in each.found[:5]]
    return lines


def compare_all(binary: str, folders: dict[str, pathlib.Path], sources: dict[str, pathlib.Path]) -> list[Result]:
    found = []
    with server.Server(server.binaries(), "-c fsync=off -c max_locks_per_transaction=1024") as running:
        for name, graph in projects.graphs().items():
            if not graph.get("catalog"):
                continue
            result = compare(running, binary, name, folders[name], sources[graph["project"]], graph)
            found.append(result)
            print(f"{'differs' if result.found else 'same':8} {name:20} {result.native:4} of"
                  f" {result.revisions:4} applied natively, {result.lines} lines of schema",
                  *result.found[:5], sep="\n         ", flush=True)
    return found
