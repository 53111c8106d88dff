#!/usr/bin/env python3
"""Writes Tests/Fixtures/revisions: real revisions as they are, chosen for variety, and their SQL.

Run it after conformance.py. Taken are revisions that need nothing of their project, of projects
whose licence allows it: most that Alembic renders, and some that need a database, with the reason
that we give for refusing them.
"""

import ast
import json
import pathlib
import shutil
import zipfile

import comparing
import projects
import rendering

TARGET = projects.ROOT / "Tests" / "Fixtures" / "revisions"
RENDERED, REFUSED = 180, 20
LARGEST = 6000
OF_ONE_PROJECT = 25

# By the licence that the wheel declares.
LICENCES = {
    "aiida-psql": "MIT", "airflow": "Apache-2.0", "aodh": "Apache-2.0", "barbican": "Apache-2.0",
    "cinder": "Apache-2.0", "fides": "Apache-2.0", "flexmeasures": "Apache-2.0",
    "glance": "Apache-2.0", "indico": "MIT", "ironic": "Apache-2.0", "keystone": "Apache-2.0",
    "magnum": "Apache-2.0", "manila": "Apache-2.0", "mcp-gateway": "Apache-2.0",
    "mlflow": "Apache-2.0", "mlflow-auth": "Apache-2.0", "neutron": "Apache-2.0",
    "nova-main": "Apache-2.0", "octavia": "Apache-2.0", "prefect-postgresql": "Apache-2.0",
    "rucio": "Apache-2.0", "superset": "Apache-2.0", "zenml": "Apache-2.0",
}
# What a revision may import and still be understood alone.
ALONE = {"__future__", "alembic", "collections", "datetime", "enum", "json", "sqlalchemy",
         "sqlmodel", "typing", "uuid"}


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "()"


def features(source: str, sql: str) -> set[str]:
    """What is special about a revision: its syntax, its calls and their keywords, its statements."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        found.add(type(node).__name__)
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            found |= {name, f"{name}/{len(node.args)}"}
            found |= {f"{name}({each.arg}={type(each.value).__name__})" for each in node.keywords}
    return found | {" ".join(line.split()[:3]) for line in sql.split("\n") if line[:1].isupper()}


def stands_alone(source: str) -> bool:
    for node in ast.walk(ast.parse(source)):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = ["." if node.level else node.module]
        if any(name.split(".")[0] not in ALONE for name in names):
            return False
    return True


def candidates(binary: str, expected: dict[str, dict[str, dict]]) -> tuple[list, list]:
    """Revisions to choose from: those that are the same, and those refused with good reason."""
    versions, known = projects.pins(), projects.graphs()
    same, refused = [], []
    for name, licence in LICENCES.items():
        graph = known[name]
        folder = projects.CACHE / "packages" / f"{graph['project']}-{versions[graph['project']]}" / graph["path"]
        found = comparing.project(binary, name, projects.CACHE / "projects" / name, expected[name])
        actual = comparing.ours(binary, projects.CACHE / "projects" / name)
        for one in found.outcomes:
            answer = expected[name][one.revision]
            source = (folder / answer["file"]).read_text(encoding="utf-8")
            if len(source) > LARGEST or not stands_alone(source):
                continue
            entry = {"name": name, "file": answer["file"], "source": source}
            if one.ours == comparing.IDENTICAL:
                entry |= {"sql": answer["body"], "isOrdered": one.theirs == rendering.RENDERED}
                same.append(entry | {"features": features(source, answer["body"])})
            elif one.ours == comparing.REFUSED and one.theirs == rendering.ERROR:
                why = actual[one.revision]["diagnostics"][0]
                entry |= {"refusal": why["code"]}
                refused.append(entry | {"features": {comparing.kind_of(one.reason)} | {why["message"]}})
    return same, refused


def choose(entries: list[dict], count: int) -> list[dict]:
    """The most different ones: each adds what is new for its size."""
    seen: dict[str, int] = {}
    chosen, left = [], list(entries)

    def worth(entry: dict) -> float:
        return sum(1 / (1 + seen.get(each, 0)) ** 2 for each in entry["features"]) / len(entry["source"]) ** 0.5

    while left and len(chosen) < count:
        best = max(left, key=worth)
        chosen.append(best)
        left.remove(best)
        if sum(1 for each in chosen if each["name"] == best["name"]) == OF_ONE_PROJECT:
            left = [each for each in left if each["name"] != best["name"]]
        for each in best["features"]:
            seen[each] = seen.get(each, 0) + 1
    return chosen


def write_licences(names: list[str]) -> None:
    """The texts that the licences ask to be passed on."""
    versions, known = projects.pins(), projects.graphs()
    folder = TARGET / "licences"
    folder.mkdir()
    for project, licence in sorted({(known[name]["project"], LICENCES[name]) for name in names}):
        with zipfile.ZipFile(projects.wheel_of(project, versions[project])) as wheel:
            for each in wheel.namelist():
                base = pathlib.PurePosixPath(each).name
                is_text = base.startswith("LICENSE") and licence == "MIT" or base == "NOTICE"
                if ".dist-info/" in each and is_text:
                    (folder / f"{project}-{base}").write_bytes(wheel.read(each))


def write(chosen: list[dict]) -> None:
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    versions, known = projects.pins(), projects.graphs()
    expected = []
    for each in sorted(chosen, key=lambda each: (each["name"], each["file"])):
        file = TARGET / each["name"] / each["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(each["source"], encoding="utf-8")
        kept = {key: each[key] for key in ("sql", "isOrdered", "refusal") if key in each}
        expected.append({"file": f"{each['name']}/{each['file']}", **kept})
    (TARGET / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")
    names = sorted({each["name"] for each in chosen})
    write_licences(names)
    lines = [
        "# Revisions of real projects", "",
        "Written by `alembic-compat/conformance/sample.py`. Each file is as its project publishes it;"
        " `expected.json` has the SQL\nthat Alembic prints for it offline (`isOrdered`: in this order),"
        " or the code with which it is refused, since it reads the\ndatabase. Texts that licences ask"
        " for are in `licences`; Apache-2.0 is at <https://www.apache.org/licenses/LICENSE-2.0>.", "",
        "| folder | from | licence |", "|---|---|---|"]
    for name in names:
        project = known[name]["project"]
        lines.append(f"| `{name}` | {project} {versions[project]} | {LICENCES[name]} |")
    (TARGET / "README.md").write_text("\n".join(lines) + "\n")


def main() -> None:
    binary = str(projects.ROOT / ".build/release/migrate")
    expected = {
        name: json.loads((projects.CACHE / "sql" / f"{name}.json").read_text()) for name in LICENCES}
    same, refused = candidates(binary, expected)
    chosen = choose(same, RENDERED) + choose(refused, REFUSED)
    write(chosen)
    print(f"{len(chosen)} of {len(same)} rendered and {len(refused)} refused revisions")


if __name__ == "__main__":
    main()
