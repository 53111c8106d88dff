"""Compares whole upgrades with what `alembic upgrade START:END --sql` prints.

Which revisions come in which order, and which statements about the version table stand between them, depends on the
graph alone. So every graph is written once more, with the identifiers, parents, dependencies and labels of its
revisions and nothing else, and many ways through it are compared byte by byte. Where many revisions of the real tree
follow each other that both sides render, their whole upgrade is compared too.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import typing

import comparing
import projects
import rendering

TIMEOUT = 600

# The statements about the rows of a merge: Alembic keeps those in a set.
DELETED = re.compile(r"DELETE FROM alembic_version WHERE alembic_version\.version_num = '([^']*)';\n\n")
UPDATED = re.compile(
    r"UPDATE alembic_version SET version_num='([^']*)' WHERE alembic_version\.version_num = '([^']*)';\n\n")
FOLDER = projects.CACHE / "upgrades"


class Result(typing.NamedTuple):
    """One graph: ways through it, and the longest stretch of its real revisions."""

    name: str
    ways: int
    printed: int
    stretch: str
    length: int
    found: list[str]


def skeleton(name: str, revisions: dict[str, dict]) -> pathlib.Path:
    """A tree with the graph of a project and no operation."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    versions = folder / "scripts" / "versions"
    versions.mkdir(parents=True)
    shutil.copy(projects.HERE / "generic_env.py", folder / "scripts" / "env.py")
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = scripts\n")
    (folder / "migrate.toml").write_text('[tracks.alembic]\nconfig = "alembic.ini"\n')
    for number, (id, each) in enumerate(revisions.items()):
        parents = each["parents"]
        down = None if not parents else parents[0] if len(parents) == 1 else tuple(parents)
        (versions / f"r{number}.py").write_text(
            f"revision = {id!r}\ndown_revision = {down!r}\nbranch_labels = {tuple(each['labels']) or None!r}\n"
            f"depends_on = {tuple(each['dependsOn']) or None!r}\n\n\ndef upgrade():\n    pass\n\n\n"
            "def downgrade():\n    pass\n")
    return folder


def prefix(id: str, revisions: dict[str, dict]) -> str:
    """As little of an identifier as Alembic takes for it."""
    for length in range(4, len(id)):
        if sum(each.startswith(id[:length]) for each in revisions) == 1:
            return id[:length]
    return id


def ways(read: dict) -> list[str]:
    """Ways through a graph: to its ends and its marked places, from its middle, by labels, parts of names and steps."""
    revisions, order = read["revisions"], read["order"]
    labels = [label for each in revisions.values() for label in each["labels"]]
    marked = [*read["branchPoints"][:3], *read["mergePoints"][:3],
              *[id for id in order if revisions[id]["dependsOn"]][:3]]
    middle = [order[len(order) * part // 4] for part in (1, 2, 3)]
    found = ["base:heads", "base:head", "base:head-1", "base:+1", "base:+5", "heads:heads", "base:base"]
    found += [f"base:{id}" for id in (*read["heads"], *read["bases"], *marked, *middle)]
    found += [f"{id}:heads" for id in (*read["bases"], *marked, *middle)]
    found += [f"{id}:head" for id in middle] + [f"{id}:+2" for id in middle] + [f"base:{id}+1" for id in middle]
    found += [f"base:{prefix(id, revisions)}" for id in middle]
    found += [f"base:{label}@head" for label in labels] + [f"base:{label}@heads" for label in labels]
    found += [f"base:{label}@+2" for label in labels] + [f"{label}@head:heads" for label in labels]
    return list(dict.fromkeys(found))


def stretch(read: dict, outcomes: dict[str, comparing.Outcome]) -> list[str]:
    """The longest run of revisions, each the only child of the one before, that both sides render."""
    revisions, order = read["revisions"], read["order"]
    best: list[str] = []
    run: list[str] = []
    for before, id in zip([None, *order], order):
        each = revisions[id]
        follows = not each["dependsOn"] and each["parents"] == ([before] if before else [])
        is_good = id in outcomes and outcomes[id].ours == comparing.IDENTICAL
        if not is_good:
            run = []
        elif follows and (run or before is None or len(each["parents"]) == 1):
            run.append(id)
        else:
            run = []
        best = max(best, run, key=len)
    return list(best)


def digest(config: pathlib.Path, root: str, found: list[str], seeds: str) -> str:
    """Changes with everything that the answers depend on; a tree of ours depends on Alembic and SQLAlchemy alone."""
    pins = [each for each in rendering.PINS.read_text().splitlines()
            if root != "-" or each.startswith(("alembic==", "SQLAlchemy=="))]
    sum = hashlib.sha256("\0".join([pathlib.Path(root).name, seeds, *found, *pins]).encode())
    for file in (projects.HERE / "upgrades_oracle.py", *sorted((config.parent / "scripts").rglob("*.py"))):
        sum.update(file.name.encode() + b"\0" + file.read_bytes())
    return sum.hexdigest()[:16]


def seeds(read: dict) -> str:
    """How often Alembic is asked: what a revision depends on is a set, whose order may decide that of the rest."""
    return "012345" if any(len(each["dependsOn"]) > 1 for each in read["revisions"].values()) else "01"


def ask(config: pathlib.Path, root: str, found: list[str], seeds: str) -> dict[str, list[str | None]]:
    """Alembic's answers under several hash seeds; they are kept as long as nothing changes that they depend on."""
    kept = FOLDER / f"{config.parent.name}-{'bare' if root == '-' else 'real'}-{digest(config, root, found, seeds)}.json"
    if kept.exists():
        return json.loads(kept.read_text())
    for outdated in FOLDER.glob(f"{kept.stem.rpartition('-')[0]}-*.json"):
        outdated.unlink()
    answers: dict[str, list[str | None]] = {way: [] for way in found}
    for seed in seeds:
        result = subprocess.run(
            [rendering.ENVIRONMENT / "bin" / "python", projects.HERE / "upgrades_oracle.py", config, root, *found],
            capture_output=True, text=True, timeout=TIMEOUT, cwd=config.parent,
            env=rendering.environment(config.parent) | {"PYTHONHASHSEED": seed})
        if result.returncode != 0:
            projects.fail(f"Alembic prints no upgrade of '{config.parent.name}':\n{result.stderr[-2000:]}")
        # Projects may print while they are imported.
        for way, text in json.loads(result.stdout.splitlines()[-1]).items():
            if text not in answers[way]:
                answers[way].append(text)
    kept.write_text(json.dumps(answers))
    return answers


def ours(binary: str, folder: pathlib.Path, way: str) -> str | None:
    """What `migrate` prints, with no Python to be found."""
    result = subprocess.run(
        [binary, "render", f"alembic:{way}", "--config", str(folder / "migrate.toml")],
        cwd=folder, capture_output=True, text=True, timeout=TIMEOUT,
        env={"PATH": "/nonexistent", "HOME": str(folder), "LC_ALL": "C.UTF-8"})
    return result.stdout if result.returncode == 0 else None


def is_same(mine: str | None, theirs: list[str | None], is_ordered: bool) -> bool:
    """Byte by byte, but for what Alembic's sets decide: which row of a merge stays, and a table's indexes."""
    if mine in theirs:
        return True
    if mine is None or None in theirs:
        return False
    blocks, *others = (
        [merged(block, is_ordered) for block in each.split("-- Running upgrade ")] for each in (mine, *theirs))
    if any(len(each) != len(blocks) for each in others):
        return False
    return all(block in [each[at] for each in others] for at, block in enumerate(blocks))


def merged(block: str, is_ordered: bool) -> tuple:
    """One revision's text; of a merge, the rows that go are named in any order, and so is the one that is changed."""
    gone, changed = DELETED.findall(block), UPDATED.findall(block)
    rest, rows = block, None
    if gone and len(changed) == 1 and block.rfind("DELETE FROM alembic_version") < block.find("UPDATE alembic_version"):
        rest, rows = UPDATED.sub("", DELETED.sub("", block)), (sorted([*gone, changed[0][1]]), changed[0][0])
    return rest if is_ordered else rendering.statements(rest), rows


def differences(
    expected: dict[str, list[str | None]], actual: dict[str, str | None], is_ordered: bool = True
) -> list[str]:
    found = []
    for way, theirs in expected.items():
        mine = actual[way]
        if is_same(mine, theirs, is_ordered):
            continue
        if mine is None or None in theirs:
            found.append(f"{way}: {'refused' if mine is None else 'printed, and Alembic fails'}")
            continue
        lines, others = mine.split("\n"), theirs[0].split("\n")
        at = next((i for i, (a, b) in enumerate(zip(lines, others)) if a != b), min(len(lines), len(others)))
        got, want = (each[at] if at < len(each) else "(end)" for each in (lines, others))
        found.append(f"{way}: line {at + 1}: ours {got!r}, theirs {want!r}")
    return found


def compare(
    binary: str, name: str, folder: pathlib.Path, root: pathlib.Path, read: dict, project: comparing.Project | None
) -> Result:
    bare = skeleton(name, read["revisions"])
    every = ways(read)
    theirs = ask(bare / "alembic.ini", "-", every, seeds(read))
    found = differences(theirs, {way: ours(binary, bare, way) for way in every})
    outcomes = {each.revision: each for each in project.outcomes if each.theirs in comparing.COMPARED} if project else {}
    run = stretch(read, outcomes)
    way = ""
    if len(run) > 1:
        way = f"{(read['revisions'][run[0]]['parents'] or ['base'])[0]}:{run[-1]}"
        real = ask(folder / "alembic.ini", str(root), [way], "0")
        found += differences(real, {way: ours(binary, folder, way)}, is_ordered=False)
    return Result(name, len(every), sum(None not in each for each in theirs.values()), way, len(run), found)


def compare_all(
    binary: str, folders: dict[str, pathlib.Path], sources: dict[str, pathlib.Path], read: dict[str, dict],
    compared: list[comparing.Project]
) -> list[Result]:
    FOLDER.mkdir(exist_ok=True)
    known = projects.graphs()
    rendered = {each.name: each for each in compared}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(
            lambda name: compare(
                binary, name, folders[name], sources[known[name]["project"]], read[name], rendered.get(name)),
            known))
    for each in results:
        print(f"{'differs' if each.found else 'same':8} {each.name:20} {each.printed:3} of {each.ways:3} ways printed,"
              f" {each.length:3} real revisions at once", *each.found[:3], sep="\n         ", flush=True)
    return results


def section(results: list[Result]) -> list[str]:
    """The page's lines."""
    ways, printed = (sum(getattr(each, key) for each in results) for key in ("ways", "printed"))
    different = sum(len(each.found) for each in results)
    lines = [
        "", "## Whole upgrades", "",
        "What `migrate render alembic:START:END` prints, against `alembic upgrade START:END --sql`, byte for byte: the"
        " order of the revisions,", "`-- Running upgrade`, and the statements about `alembic_version`. *Ways* lead through"
        " a tree with the identifiers, parents,", "dependencies and labels of the project's revisions: to heads, bases,"
        " branch points, merges and dependents, from the middle, by", "labels, by parts of identifiers, by steps; those"
        " that Alembic refuses have to be refused. *At once* is the longest stretch of", "the real revisions that both"
        " render, printed by one command.", "",
        f"**Of {ways} ways through {len(results)} graphs Alembic prints {printed}; {different} come out differently.**",
        "", "| graph | ways | printed by Alembic | real revisions at once | result |", "|---|--:|--:|--:|---|"]
    for each in results:
        outcome = "differs" if each.found else "same"
        lines.append(f"| {each.name} | {each.ways} | {each.printed} | {each.length} | {outcome} |")
    for each in results:
        lines += [f"- {each.name}: {found}" for found in each.found[:5]]
    return lines
