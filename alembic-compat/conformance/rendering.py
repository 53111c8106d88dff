"""Asks real Alembic for the offline SQL of every revision of a graph, and sorts the answers.

The answers are kept in .build/conformance/sql/GRAPH.json, and asked for again when the tree, a pin
or the asking program has changed.
"""

import collections
import hashlib
import json
import os
import pathlib
import subprocess
import venv

from projects import CACHE, ENVIRONMENT, HERE, fail

PINS = HERE / "sql-requirements.txt"
TIMEOUT = 600

# How an answer of Alembic can be used. Only `rendered` is compared byte by byte.
RENDERED = "rendered"
ORDER = "unstable-order"  # the same statements, in an order that depends on the hash seed
UNSTABLE = "unstable"  # holds a random number or the time
DROPPED = "dropped"  # values given to `execute()` are left out by the offline connection
UNBOUND = "unbound"  # a `:name` in a text is taken for a parameter without a value
STUBBED = "stub"  # a module that is not there had a part in it
ERROR = "error"
CLASSES = (RENDERED, ORDER, UNSTABLE, DROPPED, UNBOUND, STUBBED, ERROR)


def install() -> None:
    """Makes the environment that revisions are rendered in, with what their column types need."""
    stamp = ENVIRONMENT / "requirements.txt"
    if stamp.exists() and stamp.read_text() == PINS.read_text():
        return
    print("installing what the revisions import", flush=True)
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    # Some pins ask for an older SQLAlchemy than the one that is to be asked.
    subprocess.run(
        [ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps",
         "--disable-pip-version-check", "--only-binary=:all:", "--requirement", PINS],
        check=True, timeout=1800)
    stamp.write_text(PINS.read_text())


def digest(root: pathlib.Path, versions: pathlib.Path, graph: dict) -> str:
    """Changes with everything that the answers depend on; a wheel is known by its name."""
    sum = hashlib.sha256(graph["path"].encode())
    programs = [HERE / each for each in ("sql_oracle.py", "named_stubs.py", "stubs.py")]
    sum.update(root.name.encode())
    for file in (*programs, PINS, *sorted(versions.rglob("*.py"))):
        sum.update(file.name.encode() + b"\0" + file.read_bytes())
    return sum.hexdigest()


def environment(folder: pathlib.Path) -> dict[str, str]:
    """The variables that a revision may see, with a home of its own."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "PYTHONDONTWRITEBYTECODE": "1"}


def ask(folder: pathlib.Path, root: pathlib.Path, graph: dict, seed: str) -> dict:
    """One answer, given in a process of its own that sees nothing of this one's environment."""
    result = subprocess.run(
        [ENVIRONMENT / "bin" / "python", HERE / "sql_oracle.py", folder / "alembic.ini", root],
        capture_output=True, text=True, timeout=TIMEOUT, cwd=folder / "home",
        env=environment(folder) | {"PYTHONHASHSEED": seed})
    if result.returncode != 0:
        fail(f"Alembic cannot render '{folder.name}':\n{result.stderr[-2000:]}")
    return json.loads(result.stdout)


def statements(text: str) -> collections.Counter:
    return collections.Counter(text.split(";\n\n"))


def kind(first: dict, second: dict) -> str:
    """The class of a revision, from two answers under different hash seeds."""
    if first["stubs"] or second["stubs"]:
        return STUBBED
    if "error" in first or "error" in second:
        return ERROR
    for mark in (DROPPED, UNBOUND):
        if mark in first["marks"]:
            return mark
    if "clock" in first["marks"]:
        return UNSTABLE
    if first["sql"] == second["sql"]:
        return ORDER if "order" in first["marks"] else RENDERED
    return ORDER if statements(first["sql"]) == statements(second["sql"]) else UNSTABLE


def oracle(name: str, folder: pathlib.Path, root: pathlib.Path, graph: dict) -> dict[str, dict]:
    """Revision to its class, and its SQL or error."""
    kept = CACHE / "sql" / f"{name}.json"
    sum = digest(root, root / graph["path"], graph)
    about = kept.with_suffix(".about")
    if kept.exists() and about.exists() and json.loads(about.read_text())["digest"] == sum:
        return json.loads(kept.read_text())
    first, second = (ask(folder, root, graph, seed) for seed in ("0", "1"))
    found = {}
    for revision, each in first["revisions"].items():
        other = second["revisions"][revision]
        found[revision] = {"class": kind(each, other), **each}
        if found[revision]["class"] in (ORDER, UNSTABLE):
            found[revision]["other"] = other["body"]
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    about.write_text(json.dumps(
        {"digest": sum, **{key: first[key] for key in ("alembic", "sqlalchemy", "stubbed", "interrupted")}},
        indent=1) + "\n")
    return found


def versions() -> tuple[str, str]:
    """Alembic's and SQLAlchemy's, as they were asked."""
    about = json.loads(next((CACHE / "sql").glob("*.about")).read_text())
    return about["alembic"], about["sqlalchemy"]
