"""SQL without a database: real revisions against Alembic, and how time and memory grow."""

import ast
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import generate
from contestants import NOTHING_REMEMBERED

ROOT = pathlib.Path(__file__).resolve().parent.parent
REVISIONS = ROOT / "Tests" / "Fixtures" / "revisions"
ENVIRONMENT = ROOT / "alembic-compat" / "conformance" / "generic_env.py"
IDENTIFIERS = {"revision", "down_revision", "branch_labels", "depends_on"}
TIMEOUT = 600


def relinked(source: str, revision: str, parent: str | None) -> str:
    """A revision file with other identifiers; everything else stays as its author wrote it."""
    lines = source.split("\n")
    for statement in reversed(ast.parse(source).body):
        if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        if isinstance(target, ast.Name) and target.id in IDENTIFIERS:
            value = {"revision": revision, "down_revision": parent}.get(target.id)
            lines[statement.lineno - 1:statement.end_lineno] = [f"{target.id} = {value!r}"]
    return "\n".join(lines)


def real_project(folder: pathlib.Path, count: int) -> None:
    """One chain of real revisions, each of them as often as it takes."""
    versions = folder / "alembic" / "versions"
    versions.mkdir(parents=True)
    (folder / "migrate.toml").write_text('[tracks.alembic]\nconfig = "alembic/alembic.ini"\n')
    (folder / "alembic" / "alembic.ini").write_text(generate.INI)
    (folder / "alembic" / "env.py").write_text(ENVIRONMENT.read_text())
    expected = json.loads((REVISIONS / "expected.json").read_text())
    sources = [(REVISIONS / each["file"]).read_text(encoding="utf-8")
               for each in expected if "sql" in each]
    # Alembic has no SQLModel here.
    sources = [each for each in sources if "sqlmodel" not in each]
    parent = None
    for index in range(count):
        source = sources[index % len(sources)]
        revision = f"{index:012x}"
        (versions / f"{revision}_real.py").write_text(
            relinked(source, revision, parent), encoding="utf-8")
        parent = revision


class Measured:
    """What a command took, from start to end."""

    def __init__(self, words: list, folder: pathlib.Path, variables: dict | None = None,
                 leftovers: pathlib.Path | None = None):
        if leftovers:
            shutil.rmtree(leftovers, ignore_errors=True)
        started = time.perf_counter()
        with open(folder / "output.sql", "wb") as output:
            process = subprocess.Popen(
                list(map(str, words)), cwd=folder, stdout=output, stderr=subprocess.DEVNULL,
                env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8",
                     **(variables or {})})
            _, status, usage = os.wait4(process.pid, 0)
        self.seconds = time.perf_counter() - started
        self.megabytes = usage.ru_maxrss / 1024
        if code := os.waitstatus_to_exitcode(status):
            raise SystemExit(f"bench: exit {code}: {' '.join(map(str, words[:4]))}")
        self.output = (folder / "output.sql").read_bytes()


def turns(repeat: int, *entries: tuple) -> list[list[Measured]]:
    """What `Measured` takes, one after the other, so often, after two rounds that are not counted.

    What the first one changes, nobody remembers before it is two seconds old.
    """
    for rest in (2.5, 0):
        for entry in entries:
            Measured(*entry)
        time.sleep(rest)
    return [list(runs) for runs in zip(*(
        [Measured(*entry) for entry in entries] for _ in range(repeat)))]


def seconds(runs: list[Measured]) -> list[float]:
    return [run.seconds for run in runs]


def render(binary: str, folder: pathlib.Path, *words: str) -> list:
    return [binary, "render", *words, "--config", folder / "migrate.toml"]


def compare_with_alembic(table, binary: str, folder: pathlib.Path, count: int, repeat: int) -> None:
    """The same script, from both."""
    real_project(folder, count)
    words = [ROOT / ".build/venv/bin/alembic", "-c", "alembic/alembic.ini", "upgrade", "head", "--sql"]
    own = render(binary, folder, "alembic:base:head")
    compiled = folder / "alembic/versions/__pycache__"
    theirs, ours = turns(repeat, (words, folder), (own, folder))
    table.faster(f"render, {count} real revisions", seconds(ours), "alembic upgrade head --sql",
                 seconds(theirs), 30)
    theirs, ours = turns(
        repeat, (words, folder, {"PYTHONDONTWRITEBYTECODE": "1"}, compiled),
        (own, folder, NOTHING_REMEMBERED))
    table.faster("the same, nothing remembered", seconds(ours), "the same, nothing compiled",
                 seconds(theirs))


def grow(table, binary: str, folder: pathlib.Path, count: int, repeat: int) -> None:
    """Time against a tenth and a half of the revisions, and the most memory of each."""
    sizes = (count // 10, count // 2, count)
    for size in sizes:
        generate.alembic_project(folder / str(size), size)
    runs = dict(zip(sizes, turns(
        repeat, *((render(binary, folder / str(size)), folder / str(size), NOTHING_REMEMBERED)
                  for size in sizes))))
    for size in sizes[:2]:
        times = count // size
        table.within(f"render, {count:,} revisions", seconds(runs[count]),
                     f"{times} times that of {size:,}", [each * times for each in seconds(runs[size])], 1.2)
    for size in sizes:
        table.memory(f"render, {size:,} revisions", max(run.megabytes for run in runs[size]), 150)


def measure(table, binary: str, folder: pathlib.Path, repeat: int) -> None:
    compare_with_alembic(table, binary, folder / "real", 450, repeat)
    grow(table, binary, folder / "grown", 10_000, max(3, repeat // 2))
