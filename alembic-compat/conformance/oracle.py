"""What Alembic's own ScriptDirectory says about one revision graph, as JSON.

usage: oracle.py CONFIG [ROOT], where CONFIG is an alembic.ini and ROOT the unpacked project: only
for a graph whose identifiers are made by the project's own modules, which are then run too.

This imports, and so executes, every revision file, as Alembic itself does.
"""

import functools
import importlib.util
import json
import os
import sys
import warnings

import sqlalchemy

import stubs
from alembic import __version__ as alembic_version
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import pyfiles, to_tuple

IDENTIFIERS = {"revision", "down_revision", "branch_labels", "depends_on"}


def load_revision(module_id: str, path: str, interrupted: list[str]):
    """Alembic's load_module_py, which also takes a file that fails after its identifiers."""
    spec = importlib.util.spec_from_file_location(module_id, path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception:
        with open(path, encoding="utf-8") as file:
            declared = stubs.assigned(file.read())
        if not declared & IDENTIFIERS <= set(vars(module)):
            raise
        module.upgrade = module.downgrade = lambda: None
        interrupted.append(os.path.basename(path))
    return module


def names(value) -> list[str]:
    found = list(to_tuple(value, default=()))
    if not all(isinstance(each, str) for each in found):
        raise TypeError(f"not an identifier: {found}; needs the project's own modules")
    return found


def revisions(directory: ScriptDirectory) -> dict:
    """Each revision by id, as the graph knows it."""
    found = {}
    for script in directory.walk_revisions():
        found[script.revision] = {
            "file": os.path.relpath(script.path, directory.versions),
            "parents": names(script.down_revision),
            "dependsOn": names(script.dependencies),
            "labels": sorted(names(script.module.__dict__.get("branch_labels"))),
            "effectiveLabels": sorted(names(script.branch_labels)),
            "isBranchPoint": script.is_branch_point,
            "isMerge": script.is_merge_point,
        }
    return found


def describe(directory: ScriptDirectory) -> dict:
    every = revisions(directory)
    return {
        "alembic": alembic_version,
        "bases": sorted(directory.get_bases()),
        "branchPoints": sorted(id for id, each in every.items() if each["isBranchPoint"]),
        "heads": sorted(directory.get_heads()),
        "mergePoints": sorted(id for id, each in every.items() if each["isMerge"]),
        "order": [step.revision.revision for step in directory._upgrade_revs("heads", ())],
        "revisions": dict(sorted(every.items())),
    }


def main() -> None:
    path, *root = sys.argv[1:]
    config = Config(path)
    # For readers that follow an import to its file; here `stubs` decides what is run.
    config.remove_main_option("prepend_sys_path")
    # What an older SQLAlchemy had is not this oracle's business.
    sqlalchemy.__getattr__ = lambda name: stubs.Stub
    stubs.install(root[0] if root else None)
    interrupted: list[str] = []
    pyfiles.load_module_py = functools.partial(load_revision, interrupted=interrupted)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        answer = describe(ScriptDirectory.from_config(config))
    answer["warnings"] = sorted(
        {str(each.message) for each in caught if each.category is UserWarning})
    answer["interrupted"] = sorted(interrupted)
    json.dump(answer, sys.stdout, indent=1, sort_keys=True)


if __name__ == "__main__":
    main()
