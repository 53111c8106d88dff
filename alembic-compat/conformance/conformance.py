#!/usr/bin/env python3
"""Compares how `migrate` reads real Alembic graphs with what Alembic's own ScriptDirectory says.

The projects of requirements.txt are downloaded once, as wheels, into .build/conformance. Alembic
imports their revisions; `migrate` reads them without running Python. The result is written to
docs/conformance.md, and the exit code is 1 when anything differs.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import tomllib
import typing
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = ROOT / ".build" / "conformance"
REPORT = ROOT / "docs" / "conformance.md"
TIMEOUT = 300

# Of a wheel.
ASSETS = {"static", "translations", "locale", "node_modules", "tests", "examples"}
READ = {"", ".cfg", ".ini", ".json", ".mako", ".py", ".sql", ".toml", ".txt", ".yaml", ".yml"}

# Compared as they stand; the others of a revision are there for people.
GRAPH_KEYS = ("heads", "bases", "branchPoints", "mergePoints")
REVISION_KEYS = ("parents", "dependsOn", "labels", "effectiveLabels")


class Row(typing.NamedTuple):
    """The outcome of one graph."""

    name: str
    project: str
    expected: dict
    found: list[str]
    seconds: float

    @property
    def result(self) -> str:
        return "differs" if self.found else "same"


class Refused(Exception):
    """The binary did not read a graph; what it said."""


def fail(message: str) -> None:
    sys.exit(f"conformance: {message}")


def pins() -> dict[str, str]:
    """Project to version, from requirements.txt."""
    lines = (HERE / "requirements.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def wheel_of(project: str, version: str) -> pathlib.Path | None:
    stem = f"{re.sub(r'[-_.]+', '_', project)}-{version}"
    return next((CACHE / "wheels").glob(f"{stem}-*.whl"), None)


def download(versions: dict[str, str]) -> None:
    """Fetches the wheels that are not in the cache yet."""
    wanted = [f"{name}=={pin}" for name, pin in versions.items() if not wheel_of(name, pin)]
    if not wanted:
        return
    print(f"downloading {len(wanted)} wheels", flush=True)
    # What a project needs of Python does not matter: nothing is installed.
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
         "--ignore-requires-python", "--dest", str(CACHE / "wheels"), *wanted],
        check=True, timeout=1800)


def is_needed(name: str) -> bool:
    """Whether a file of a wheel may matter to its revisions: code, and data that code reads."""
    path = pathlib.PurePosixPath(name)
    return not ASSETS & set(path.parts) and path.suffix in READ


def unpack(project: str, version: str) -> pathlib.Path:
    """A wheel without what only browsers and people read, as a folder."""
    target = CACHE / "packages" / f"{project}-{version}"
    if target.exists():
        return target
    partial = target.with_suffix(".partial")
    with zipfile.ZipFile(wheel_of(project, version)) as wheel:
        wheel.extractall(partial, [n for n in wheel.namelist() if is_needed(n)])
    partial.rename(target)
    return target


def uncovered(source: pathlib.Path, paths: list[pathlib.Path]) -> list[str]:
    """Files that look like revisions and lie in no graph."""
    revision = re.compile(rb"^down_revision\b.*=", re.M)
    return [
        str(file.relative_to(source)) for file in sorted(source.rglob("*.py"))
        if revision.search(file.read_bytes())
        and not any(file.is_relative_to(path) for path in paths)
    ]


def configure(name: str, graph: dict, source: pathlib.Path) -> pathlib.Path:
    """A folder with an alembic.ini and a migrate.toml for one graph."""
    folder = CACHE / "projects" / name
    folder.mkdir(parents=True, exist_ok=True)
    versions = source / graph["path"]
    if not versions.is_dir():
        fail(f"graph '{name}' is not at '{graph['path']}' of {graph['project']}")
    recursive = "true" if graph.get("recursive") else "false"
    (folder / "alembic.ini").write_text(
        f"[alembic]\nscript_location = {versions.parent}\nversion_locations = {versions}\n"
        f"prepend_sys_path = {source}\npath_separator = os\nrecursive_version_locations = {recursive}\n")
    (folder / "migrate.toml").write_text('[tracks.alembic]\nconfig = "alembic.ini"\n')
    return folder


def oracle(folder: pathlib.Path, modules: list[str]) -> dict:
    """Alembic's answer; `orderIsStable` says whether it is the same under another hash seed."""
    kept = folder / "oracle.json"
    inputs = [HERE / each for each in ("oracle.py", "stubs.py", "graphs.toml", "requirements.txt")]
    if kept.exists() and all(kept.stat().st_mtime > each.stat().st_mtime for each in inputs):
        return json.loads(kept.read_text())
    answers = []
    for seed in ("0", "1"):
        result = subprocess.run(
            [sys.executable, str(HERE / "oracle.py"), str(folder / "alembic.ini"), *modules],
            capture_output=True, text=True, timeout=TIMEOUT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"})
        if result.returncode != 0:
            fail(f"Alembic cannot read '{folder.name}':\n{result.stderr[-2000:]}")
        answers.append(json.loads(result.stdout))
    answers[0]["orderIsStable"] = answers[0]["order"] == answers[1]["order"]
    kept.write_text(json.dumps(answers[0], indent=1, sort_keys=True) + "\n")
    return answers[0]


def ours(binary: str, folder: pathlib.Path) -> dict:
    """What `migrate` says about the same graph, in the shape of the oracle's answer."""
    result = subprocess.run(
        [binary, "graph", "--json", "--config", str(folder / "migrate.toml")],
        cwd=folder, capture_output=True, text=True, timeout=TIMEOUT,
        # No Python is to be found, so none can be run.
        env={"PATH": "/nonexistent", "HOME": str(folder), "LC_ALL": "C.UTF-8"})
    if result.returncode != 0:
        raise Refused(f"{result.stderr.strip()}\n{result.stdout.strip()}".strip())
    answer = json.loads(result.stdout)
    graph = answer.get("alembic", answer)
    return {
        **{key: graph[key] for key in (*GRAPH_KEYS, "order")},
        "revisions": {
            each["id"]: {key: each[key] for key in REVISION_KEYS} for each in graph["revisions"]
        },
    }


def differences(expected: dict, actual: dict) -> list[str]:
    """In words, what differs; nothing when the graph is read as Alembic reads it."""
    found = []
    for key in GRAPH_KEYS:
        if sorted(expected[key]) != sorted(actual[key]):
            found.append(f"{key}: expected {sorted(expected[key])}, got {sorted(actual[key])}")
    for id in sorted(set(expected["revisions"]) ^ set(actual["revisions"])):
        which = "missing" if id in expected["revisions"] else "unexpected"
        found.append(f"revision {id}: {which}")
    for id in sorted(set(expected["revisions"]) & set(actual["revisions"])):
        want, got = expected["revisions"][id], actual["revisions"][id]
        for key in REVISION_KEYS:
            # The order of parents counts, since it decides the order of everything.
            a, b = want[key], got[key]
            if (a, b) != (b, a) and (key == "parents" or sorted(a) != sorted(b)):
                found.append(f"revision {id}: {key}: expected {a}, got {b}")
    if expected["orderIsStable"] and expected["order"] != actual["order"]:
        at = next((i for i, (a, b) in enumerate(zip(expected["order"], actual["order"]))
                   if a != b), min(len(expected["order"]), len(actual["order"])))
        found.append(f"order: differs from step {at + 1} on")
    return found


def compare(binary: str, folder: pathlib.Path, expected: dict) -> list[str]:
    """What is wrong with our reading."""
    try:
        return differences(expected, ours(binary, folder))
    except Refused as refusal:
        return [f"refused: {refusal}"]
    except (ValueError, KeyError, subprocess.TimeoutExpired) as error:
        return [f"no answer to compare: {error!r}"]


def report(rows: list[Row]) -> str:
    """The page docs/conformance.md."""
    same = [row for row in rows if row.result == "same"]
    lines = [
        "# Conformance with Alembic", "",
        "Written by `make conformance`; do not edit. How it works is said in",
        "[its folder](../alembic-compat/conformance/README.md).", "",
        "Revision folders of projects on PyPI, read by `migrate` without running Python, against",
        f"the `ScriptDirectory` of Alembic {rows[0].expected['alembic']}, which imports them."
        " Compared: every revision's",
        "id, parents, dependencies and labels; heads, bases, branch points and merge points; and the",
        "order in which `alembic upgrade heads` would run them.", "",
        f"**{len(same)} of {len(rows)} graphs, {count(same)} of {count(rows)} revisions, are read as"
        " Alembic reads them.**", "",
        "*ms* is what `migrate graph --json` took from start to end, files read and answer printed: the",
        f"best of three on {os.cpu_count()} cores.", "",
        "| graph | project | revisions | bases | heads | branch points | merges | labels | depends on | ms | result |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        every = row.expected["revisions"].values()
        counts = [len(every), *(len(row.expected[key]) for key in
                                ("bases", "heads", "branchPoints", "mergePoints"))]
        counts += [sum(len(each[key]) for each in every) for key in ("labels", "dependsOn")]
        counts.append(round(row.seconds * 1000))
        lines.append(f"| {row.name} | {row.project} | {' | '.join(map(str, counts))} | {row.result} |")
    if any(row.found for row in rows):
        lines += ["", "## Differences"]
    for row in rows:
        if row.found:
            lines += ["", f"### {row.name}", ""] + [f"- {each}" for each in row.found[:20]]
        if len(row.found) > 20:
            lines.append(f"- and {len(row.found) - 20} more")
    return "\n".join(lines) + "\n"


def count(rows: list[Row]) -> int:
    return sum(len(row.expected["revisions"]) for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=str(ROOT / ".build/release/migrate"))
    parser.add_argument("--oracle-only", action="store_true", help="ask Alembic alone")
    arguments = parser.parse_args()
    if not arguments.oracle_only and not shutil.which(arguments.binary):
        fail(f"no program at {arguments.binary}; run make build")
    started = time.monotonic()
    for folder in ("wheels", "packages", "projects"):
        (CACHE / folder).mkdir(parents=True, exist_ok=True)
    versions = pins()
    graphs = tomllib.loads((HERE / "graphs.toml").read_text())
    download(versions)
    sources = {name: unpack(name, version) for name, version in versions.items()}
    for project, source in sources.items():
        known = [source / each["path"] for each in graphs.values() if each["project"] == project]
        if stray := uncovered(source, known):
            fail(f"no graph in graphs.toml covers {project}: {stray[0]} and {len(stray) - 1} more")
    folders = {name: configure(name, each, sources[each["project"]])
               for name, each in graphs.items()}
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        asked = {
            name: pool.submit(
                oracle, folders[name],
                [str(sources[each["project"]])] if each.get("imports") else [])
            for name, each in graphs.items()
        }
    expected = {name: each.result() for name, each in asked.items()}
    if arguments.oracle_only:
        print(f"{len(expected)} graphs, {time.monotonic() - started:.1f} s")
        return
    rows = []
    for name, each in graphs.items():
        found, seconds = [], TIMEOUT
        for _ in range(3):
            before = time.monotonic()
            found = compare(arguments.binary, folders[name], expected[name]) or found
            seconds = min(seconds, time.monotonic() - before)
        project = f"{each['project']} {versions[each['project']]}"
        row = Row(name, project, expected[name], found, seconds)
        rows.append(row)
        size = len(row.expected["revisions"])
        print(f"{row.result:8} {name:20} {size:4} revisions {seconds * 1000:5.0f} ms",
              *found[:3], sep="\n         ")
    print(f"{count(rows)} revisions in {len(rows)} graphs, {time.monotonic() - started:.1f} s")
    REPORT.write_text(report(rows))
    differing = sum(1 for row in rows if row.found)
    print(f"{len(rows) - differing} passed, {differing} failed")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
