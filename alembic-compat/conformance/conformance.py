#!/usr/bin/env python3
"""Compares how `migrate` reads and renders real Alembic trees with what Alembic itself says.

The projects of requirements.txt are downloaded once, as wheels, into .build/conformance. Alembic
imports their revisions; `migrate` reads them without running Python. The result is written to
docs/conformance.md, and the exit code is 1 when anything differs or too much is refused.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import typing

import catalogs
import comparing
import projects
import rendering
import sql_page
import upgrades
from projects import fail

REPORT = projects.ROOT / "docs" / "conformance.md"
TIMEOUT = 300

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


def oracle(folder: pathlib.Path, modules: list[str]) -> dict:
    """Alembic's answer; `orderIsStable` says whether it is the same under another hash seed."""
    kept, about = folder / "oracle.json", folder / "oracle.about"
    sum = hashlib.sha256()
    for name in ("oracle.py", "stubs.py", "graphs.toml", "requirements.txt"):
        sum.update((projects.HERE / name).read_bytes())
    if kept.exists() and about.exists() and about.read_text() == sum.hexdigest():
        return json.loads(kept.read_text())
    answers = []
    for seed in ("0", "1"):
        result = subprocess.run(
            [sys.executable, str(projects.HERE / "oracle.py"), str(folder / "alembic.ini"), *modules],
            capture_output=True, text=True, timeout=TIMEOUT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"})
        if result.returncode != 0:
            fail(f"Alembic cannot read '{folder.name}':\n{result.stderr[-2000:]}")
        answers.append(json.loads(result.stdout))
    answers[0]["orderIsStable"] = answers[0]["order"] == answers[1]["order"]
    kept.write_text(json.dumps(answers[0], indent=1, sort_keys=True) + "\n")
    about.write_text(sum.hexdigest())
    return answers[0]


def ours(binary: str, folder: pathlib.Path) -> dict:
    """What `migrate` says about the same graph, in the shape of the oracle's answer."""
    result = subprocess.run(
        [binary, "graph", "--json", "--config", str(folder / "migrate.toml")],
        cwd=folder, capture_output=True, text=True, timeout=TIMEOUT,
        # No Python is to be found, so none can be run.
        env={"PATH": "/nonexistent", "HOME": str(folder), "LC_ALL": "C.UTF-8"})
    answer = json.loads(result.stdout)
    if result.returncode != 0:
        raise Refused(comparing.failure(answer))
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
        "Revision folders of published projects, read by `migrate` without running Python, against",
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


def graph_rows(binary: str, folders: dict[str, pathlib.Path], expected: dict[str, dict]) -> list[Row]:
    """Reads every graph three times and says what is found."""
    rows, versions = [], projects.pins()
    for name, each in projects.graphs().items():
        found, seconds = [], TIMEOUT
        for _ in range(3):
            before = time.monotonic()
            found = compare(binary, folders[name], expected[name]) or found
            seconds = min(seconds, time.monotonic() - before)
        row = Row(name, f"{each['project']} {versions[each['project']]}", expected[name], found, seconds)
        rows.append(row)
        print(f"{row.result:8} {name:20} {len(row.expected['revisions']):4} revisions"
              f" {seconds * 1000:5.0f} ms", *found[:3], sep="\n         ")
    return rows


def sql_projects(
    binary: str, folders: dict[str, pathlib.Path], expected: dict[str, dict]
) -> list[comparing.Project]:
    """Renders every revision and says how much is the same."""
    found = []
    for name, each in expected.items():
        project = comparing.project(binary, name, folders[name], each)
        found.append(project)
        different = project.count(comparing.DIFFERENT, *comparing.COMPARED)
        print(f"{'differs' if different else 'same':8} {name:20} {project.identical:4} of"
              f" {project.compared:4} rendered alike, {different} different, {project.seconds * 1000:5.0f} ms")
    return found


def ask_alembic(
    sources: dict[str, pathlib.Path], folders: dict[str, pathlib.Path]
) -> tuple[dict[str, dict], dict[str, dict]]:
    """The graphs as Alembic reads them, and their SQL as it prints it."""
    known = projects.graphs()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        read = {
            name: pool.submit(
                oracle, folders[name],
                [str(sources[each["project"]])] if each.get("imports") else [])
            for name, each in known.items()
        }
        rendered = {
            name: pool.submit(
                rendering.oracle, name, folders[name], sources[each["project"]], each)
            for name, each in known.items() if each.get("sql", True)
        }
    return ({name: each.result() for name, each in read.items()},
            {name: each.result() for name, each in rendered.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=str(projects.ROOT / ".build/release/migrate"))
    parser.add_argument("--oracle-only", action="store_true", help="ask Alembic alone")
    parser.add_argument("--no-databases", dest="databases", action="store_false",
                        help="leave out what needs a server")
    arguments = parser.parse_args()
    if not arguments.oracle_only and not shutil.which(arguments.binary):
        fail(f"no program at {arguments.binary}; run make build")
    started = time.monotonic()
    rendering.install()
    sources, folders = projects.prepare()
    graphs, sql = ask_alembic(sources, folders)
    if arguments.oracle_only:
        print(f"{len(graphs)} graphs, {time.monotonic() - started:.1f} s")
        return
    rows = graph_rows(arguments.binary, folders, graphs)
    compared = sql_projects(arguments.binary, folders, sql)
    comparing.write_lists(compared, time.strftime("%H:%M"))
    whole = upgrades.compare_all(arguments.binary, folders, sources, graphs, compared)
    databases = catalogs.compare_all(arguments.binary, folders, sources) if arguments.databases else []
    print(f"{count(rows)} revisions in {len(rows)} graphs, {time.monotonic() - started:.1f} s")
    sections = sql_page.section(compared, rendering.versions())
    sections += upgrades.section(whole)
    if databases:
        sections += catalogs.section(databases)
    REPORT.write_text(report(rows) + "\n".join(sections) + "\n")
    faults = [f"{row.name} is read differently" for row in rows if row.found]
    faults += sql_page.faults(compared)
    faults += [f"upgrades of {each.name} differ" for each in whole if each.found]
    faults += [f"the database of {each.name} differs" for each in databases if each.found]
    for each in faults:
        print(f"conformance: {each}")
    print(f"{len(rows) + len(compared) + len(whole) + len(databases)} compared, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
