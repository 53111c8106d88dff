"""Compares the SQL that `migrate render` prints with what real Alembic prints."""

import collections
import json
import pathlib
import re
import subprocess
import time
import typing

import rendering

TIMEOUT = 300

# What became of a revision that Alembic renders, and of one that it does not.
IDENTICAL, DIFFERENT, REFUSED = "identical", "different", "refused"
NATIVE = "native"

# Alembic prints these whole, so that ours can be held against them.
COMPARED = (rendering.RENDERED, rendering.ORDER)


class Outcome(typing.NamedTuple):
    """One revision."""

    revision: str
    file: str
    theirs: str
    ours: str
    line: int | None
    reason: str
    is_parsed: bool
    sql: str | None
    expected: str | None


class Project(typing.NamedTuple):
    """The outcomes of one graph."""

    name: str
    outcomes: list[Outcome]
    seconds: float

    def count(self, ours: str, *theirs: str) -> int:
        return sum(1 for each in self.outcomes if each.ours == ours and each.theirs in theirs)

    @property
    def compared(self) -> int:
        return sum(1 for each in self.outcomes if each.theirs in COMPARED)

    @property
    def identical(self) -> int:
        return self.count(IDENTICAL, *COMPARED)


class NoAnswer(Exception):
    """The binary printed no document; what it said."""


def ours(binary: str, folder: pathlib.Path) -> dict[str, dict]:
    """Revision to what `migrate render` says of it, with no Python to be found."""
    result = subprocess.run(
        [binary, "render", "--json", "--config", str(folder / "migrate.toml")],
        cwd=folder, capture_output=True, text=True, timeout=TIMEOUT,
        env={"PATH": "/nonexistent", "HOME": str(folder), "LC_ALL": "C.UTF-8"})
    try:
        document = json.loads(result.stdout)
    except ValueError:
        raise NoAnswer(f"exit {result.returncode} without a document") from None
    if "revisions" not in document:
        raise NoAnswer(failure(document))
    revisions = document["revisions"]
    return {each["revision"]: each for each in revisions if each["track"] == "alembic"}


def failure(document: dict) -> str:
    """The first thing that a `migrate.failure/1` says, without a path of this machine."""
    first = document["diagnostics"][0]
    return f"{first['code']}: {first['message']}"


def is_same(text: str, expected: dict) -> bool:
    """Byte by byte; where Alembic keeps a set, whatever its order is in this process."""
    if text == expected["body"]:
        return True
    if rendering.statements(text) != rendering.statements(expected["body"]):
        return False
    # A table's indexes are a set of objects, ordered by their addresses: two runs may agree by chance.
    return expected["class"] == rendering.ORDER or without_indexes(text) == without_indexes(expected["body"])


def without_indexes(text: str) -> list[str]:
    """The statements in their order, but for those that make an index."""
    return [each for each in text.split(";\n\n")
            if not each.startswith(("CREATE INDEX ", "CREATE UNIQUE INDEX "))]


def outcome(revision: str, expected: dict, actual: dict | None, said: str) -> Outcome:
    """Of one revision; `actual` is what we say of it, `said` why there is nothing."""
    found = {
        "revision": revision, "file": expected["file"], "theirs": expected["class"], "line": None,
        "reason": "", "is_parsed": True, "sql": None, "expected": expected.get("body"),
    }
    if actual is None:
        return Outcome(ours=REFUSED, **{**found, "reason": said or "not printed", "is_parsed": False})
    if actual["kind"] != NATIVE:
        why = (actual["diagnostics"] or [{"code": "none", "message": "no reason", "location": None}])[0]
        codes = {each["code"] for each in actual["diagnostics"]}
        found |= {
            "reason": f"{why['code']}: {why['message']}",
            "line": why["location"] and why["location"]["line"],
            "file": within(why["location"], expected["file"]),
            "is_parsed": not any(each.startswith("python-") for each in codes),
        }
        return Outcome(ours=REFUSED, **found)
    if expected["class"] not in COMPARED:
        return Outcome(ours=NATIVE, **found)
    if is_same(actual["text"], expected):
        return Outcome(ours=IDENTICAL, **found)
    return Outcome(ours=DIFFERENT, **{**found, "sql": actual["text"]})


def project(binary: str, name: str, folder: pathlib.Path, expected: dict[str, dict]) -> Project:
    """Renders a graph's revisions and compares each."""
    before = time.monotonic()
    try:
        actual, said = ours(binary, folder), ""
    except (NoAnswer, subprocess.TimeoutExpired) as error:
        actual, said = {}, str(error)
    seconds = time.monotonic() - before
    return Project(
        name, [outcome(id, each, actual.get(id), said) for id, each in expected.items()], seconds)


def within(location: dict | None, file: str) -> str:
    """The file of a refusal, as a path in its package."""
    if not location or "/packages/" not in location["path"]:
        return file
    return location["path"].split("/packages/", 1)[1].split("/", 1)[1]


def first_difference(each: Outcome) -> str:
    """The first line that is not the same, ours and theirs."""
    mine, theirs = (text.split("\n") for text in (each.sql or "", each.expected or ""))
    at = next((i for i, (a, b) in enumerate(zip(mine, theirs)) if a != b), min(len(mine), len(theirs)))
    got, want = (lines[at] if at < len(lines) else "(end)" for lines in (mine, theirs))
    return f"line {at + 1}: ours {got!r}, theirs {want!r}"


def kind_of(reason: str) -> str:
    """A reason without the names in it, to count its like."""
    return re.sub(r"'[^']*'", "'…'", reason)


def write_lists(projects: list[Project], when: str) -> None:
    """What is still to do, for those who do it."""
    folder = rendering.CACHE / "sql"
    differing = [(each.name, one) for each in projects for one in each.outcomes if one.ours == DIFFERENT]
    lines = [f"# {when}: {len(differing)} different"]
    for name, one in differing:
        lines.append(f"{name} {one.revision} {one.file}\n    {first_difference(one)}")
    (folder / "differences.txt").write_text("\n".join(lines) + "\n")
    reasons = collections.defaultdict(list)
    for each in projects:
        for one in each.outcomes:
            if one.ours == REFUSED and one.theirs in COMPARED:
                reasons[one.reason].append(f"{each.name}/{one.file}:{one.line}")
    total = sum(map(len, reasons.values()))
    lines = [f"# {when}: {total} refused that Alembic renders"]
    for reason, places in sorted(reasons.items(), key=lambda each: -len(each[1])):
        lines.append(f"{len(places):4} {reason}")
        lines += [f"       {place}" for place in places[:5]]
    (folder / "refusals.txt").write_text("\n".join(lines) + "\n")
