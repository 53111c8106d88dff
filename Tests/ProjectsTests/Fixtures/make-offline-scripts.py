"""Asks real Alembic for offline scripts of small trees; writes offline-scripts.json beside this file.

Run it with a Python that has Alembic 1.20.1 and SQLAlchemy 2.1.9: `python make-offline-scripts.py`. Where several rows of the version table
stand for one revision, Alembic's text depends on its hash seed: all texts of eight seeds are kept.
"""

import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent

# name: what follows what. `a -> b [label] +dependency`; several parents with `&`.
SHAPES = {
    "a chain": "a100; a100 -> b200; b200 -> c300",
    "a diamond": "a100; a100 -> b200; a100 -> c300; b200 & c300 -> d400",
    "twin merges": "a100; a100 -> b200; a100 -> c300; b200 & c300 -> d400; b200 & c300 -> e500; d400 & e500 -> f600",
    "open branches with labels": "a100; a100 -> b200 [left]; b200 -> b300; a100 -> c200 [right]; c200 -> c300",
    "a merged branch with a label": "a100; a100 -> b200 [left]; a100 -> c200 [right]; b200 & c200 -> d400; d400 -> e500",
    "three bases": "a100; b200; c300",
    "bases that are merged": "a100 [one]; b200 [two]; a100 & b200 -> c300; c300 -> d400",
    "a dependency across branches": "a100; a100 -> a200; x100 [plugin]; x100 -> x200 +a200; x200 -> x300",
    "a dependency by label": "a100 [core]; a100 -> a200; x100 +core; x100 -> x200",
    "a head that another depends on": "a100; a100 -> b200; a100 -> c200; x100; x100 -> x200 +c200; b200 -> b300",
    "a merge of three": "a100; a100 -> b200; a100 -> c200; a100 -> d200; b200 & c200 & d200 -> e500",
    "nothing at all": "a100",
}

RANGES = {
    "upgrade": [
        "base:heads", "base:head", "base:b200", "base:b2", "a100:heads", "a1:head", "b200:heads", "base:left@head", "base:plugin@heads",
        "base:x200", "a100:+1", "base:head-1", "c3:heads", "heads:heads", "x100:heads", "left@head:heads", "base:a100+1", "a200:x300",
        "base:two", "base:one@head", "base:plugin@+2", "base:a100-1", "base:head-2", "base:zzzz", "zzzz:head", "d400:a100",
    ],
    "downgrade": [
        "head:base", "head:a100", "head:-1", "d400:b200", "c300:base", "f600:a100", "b300:left@base", "x300:a200", "x300:x100", "x200:base",
        "heads:base", "e500:-2", "c300:right@-1", "d400:one@base", "e500:d400-1", "b300:a100+1", "a100:base", "base:base", "d400:zzzz",
        "b200:c200", "e500:head",
    ],
}

# name: keywords of context.configure, then the lines that run the revisions
USUAL = "with context.begin_transaction():\n        context.run_migrations()"
ENVIRONMENTS = {
    "as the template": ("", USUAL),
    "a transaction for each": ("transaction_per_migration=True", USUAL),
    "no transactions": ("transactional_ddl=False", USUAL),
    "none around": ("", "context.run_migrations()"),
    "a table elsewhere": ("version_table='Versions', version_table_schema='my app'", USUAL),
    "a table without key": ("version_table_pk=False, version_table_schema='audit'", USUAL),
    "marks with a percent sign": ("dialect_opts={'paramstyle': 'pyformat'}, version_table='v%'", USUAL),
    "a naming convention": (
        "target_metadata=MetaData(naming_convention={'pk': 'pk_%(table_name)s', 'ck': 'ck_%(table_name)s_%(constraint_name)s'})", USUAL),
}


def env(keywords, run):
    options = "" if "dialect_opts" in keywords else 'dialect_opts={"paramstyle": "named"}, '
    return f"""from alembic import context
from sqlalchemy import MetaData


def run_migrations_offline():
    context.configure(dialect_name="postgresql", literal_binds=True, {options}{keywords})
    {run}


def run_migrations_online():
    raise NotImplementedError


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
"""


def revision(entry, number):
    before, arrow, after = entry.partition("->")
    words = (after if arrow else before).split()
    parents = [word for word in before.split() if word != "&"] if arrow else []
    name = words[0]
    label = next((word.strip("[]") for word in words if word.startswith("[")), None)
    depends = [word[1:] for word in words if word.startswith("+")]
    down = repr(parents[0]) if len(parents) == 1 else repr(tuple(parents)) if parents else "None"
    block = (
        f"""    with op.get_context().autocommit_block():
        op.create_index("ix_{name}", "t_{name}", ["id"], postgresql_concurrently=True)
    op.execute("select 1 % 2")
"""
        if number == 1
        else ""
    )
    return f"{number:02}_{name}.py", f'''"""make {name}"""

from alembic import op
import sqlalchemy as sa

revision = {name!r}
down_revision = {down}
branch_labels = {label!r}
depends_on = {tuple(depends) or None!r}


def upgrade():
    op.create_table("t_{name}", sa.Column("id", sa.Integer, primary_key=True), sa.CheckConstraint("id > 0", name="positive"))
{block}

def downgrade():
    op.drop_table("t_{name}")
'''


def trees():
    for name, shape in SHAPES.items():
        yield {"name": name, "env": env(*ENVIRONMENTS["as the template"]), "shape": shape, "ranges": RANGES}
    for name, (keywords, run) in ENVIRONMENTS.items():
        few = {"upgrade": ["base:heads", "a100:heads"], "downgrade": ["d400:base"]}
        yield {"name": name, "env": env(keywords, run), "shape": SHAPES["a diamond"], "ranges": few}


def printed(folder, direction, words):
    from alembic import command
    from alembic.config import Config

    output = io.StringIO()
    try:
        getattr(command, direction)(Config(folder + "/alembic.ini", output_buffer=output), words, sql=True)
    except Exception:
        return None
    return output.getvalue()


def write(tree, folder):
    files = {"alembic.ini": "[alembic]\nscript_location = %(here)s/db\n", "db/env.py": tree["env"]}
    for number, entry in enumerate(tree["shape"].split(";")):
        name, text = revision(entry, number)
        files["db/versions/" + name] = text
    for name, text in files.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return files


def answers():
    """What this process prints for everything, under its own hash seed."""
    result = []
    for tree in trees():
        with tempfile.TemporaryDirectory() as folder:
            write(tree, folder)
            for direction, ranges in tree["ranges"].items():
                result += [printed(folder, direction, words) for words in ranges]
    json.dump(result, sys.stdout)


def main():
    seeds = [
        json.loads(
            subprocess.run(
                [sys.executable, __file__, "answers"], env={**os.environ, "PYTHONHASHSEED": str(seed)},
                capture_output=True, check=True, text=True).stdout)
        for seed in range(8)
    ]
    position = 0
    kept = []
    for tree in trees():
        scripts = []
        for direction, ranges in tree["ranges"].items():
            for words in ranges:
                texts = sorted({seed[position] for seed in seeds if seed[position] is not None})
                position += 1
                # What fails needs no proof in every shape.
                if texts or words.endswith("zzzz") or words in ("d400:a100", "b200:c200", "base:a100-1"):
                    start, _, end = words.partition(":")
                    scripts.append({"direction": direction, "start": start, "end": end, "texts": texts})
        with tempfile.TemporaryDirectory() as folder:
            files = write(tree, folder)
        kept.append({"name": tree["name"], "files": files, "scripts": scripts})
    (HERE / "offline-scripts.json").write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    answers() if sys.argv[1:] == ["answers"] else main()
