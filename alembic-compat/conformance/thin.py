#!/usr/bin/env python3
"""Writes Tests/Fixtures/graphs: a few of the graphs, thinned to their identifiers.

Run it after conformance.py when a pin has changed. Of each revision only the statements stay that
assign an identifier; an identifier that the project computes is replaced by its value.
"""

import ast
import json
import pathlib
import shutil

import conformance
import projects

GRAPHS = ("aiida-psql", "galaxy", "glance", "keystone")
IDENTIFIERS = ("revision", "down_revision", "branch_labels", "depends_on")
TARGET = projects.ROOT / "Tests" / "Fixtures" / "graphs"
KEPT = ("bases", "branchPoints", "heads", "mergePoints", "order")


def is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def thin(source: str, value: dict) -> str:
    """The identifiers of one revision, each as its author wrote it."""
    values = {"branch_labels": tuple(value["labels"]), "depends_on": tuple(value["dependsOn"])}
    lines = []
    for statement in ast.parse(source).body:
        if not isinstance(statement, (ast.Assign, ast.AnnAssign)) or statement.value is None:
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        if not isinstance(target, ast.Name) or target.id not in IDENTIFIERS:
            continue
        if is_literal(statement.value):
            lines.append(ast.get_source_segment(source, statement))
        else:
            lines.append(f"{target.id} = {values[target.id]!r}")
    return "\n".join(lines) + "\n"


def main() -> None:
    versions = projects.pins()
    graphs = projects.graphs()
    shutil.rmtree(TARGET, ignore_errors=True)
    for name in GRAPHS:
        graph = graphs[name]
        source = projects.unpack(graph["project"], versions[graph["project"]])
        answer = json.loads((projects.CACHE / "projects" / name / "oracle.json").read_text())
        for id, each in answer["revisions"].items():
            file = TARGET / name / "versions" / each["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            original = source / graph["path"] / each["file"]
            file.write_text(thin(original.read_text(encoding="utf-8"), each))
        (TARGET / name / "alembic.ini").write_text(
            "[alembic]\nscript_location = %(here)s\npath_separator = os\n"
            + ("recursive_version_locations = true\n" if graph.get("recursive") else ""))
        keys = conformance.REVISION_KEYS
        expected = {key: answer[key] for key in KEPT} | {
            "project": f"{graph['project']} {versions[graph['project']]}",
            "revisions": {id: {key: each[key] for key in keys}
                          for id, each in answer["revisions"].items()}}
        (TARGET / name / "expected.json").write_text(
            json.dumps(expected, indent=1, sort_keys=True) + "\n")
    (TARGET / "README.md").write_text(
        "# Revision graphs of real projects\n\n"
        "Written by `alembic-compat/conformance/thin.py`. Each folder holds the identifiers (and"
        " nothing else) of a\nproject's revisions, and in `expected.json` what Alembic's"
        " `ScriptDirectory` says about the whole\nproject. The projects: "
        + ", ".join(f"{graphs[n]['project']} {versions[graphs[n]['project']]}" for n in GRAPHS)
        + ".\n")


if __name__ == "__main__":
    main()
