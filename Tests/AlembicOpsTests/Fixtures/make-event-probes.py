"""Asks Alembic what it prints where a project listens to SQLAlchemy's events; writes event-probes.json beside this file.

Run it with a Python that has Alembic 1.20.1 and SQLAlchemy 2.1.9: `python make-event-probes.py`. Each probe is a module
`kinds`, the listeners in it to classes of SQLAlchemy, and operations; each module has a process of its own.
"""

import io
import json
import multiprocessing
import pathlib
import sys
import types

import alembic.op
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

HEAD = """
import sqlalchemy as sa
from sqlalchemy import event, CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.event import listens_for
"""

TABLE = (
    "op.create_table('t', sa.Column('id', sa.Integer, {key}), sa.Column('a', sa.Integer, unique=True),"
    " sa.Column('b', sa.Integer, sa.ForeignKey('o.id')), sa.Column('c', sa.Integer), {rest})")
OPERATIONS = [
    TABLE.format(key="primary_key=True", rest="sa.CheckConstraint('c > 0'), sa.CheckConstraint('c < 9', name='few')"),
    TABLE.format(key="nullable=False", rest="sa.PrimaryKeyConstraint('id', 'c'), sa.UniqueConstraint('b', 'c'),"
                 " sa.ForeignKeyConstraint(['a', 'c'], ['s.p.x', 's.p.y']), schema='s'"),
    TABLE.format(key="nullable=False", rest="sa.PrimaryKeyConstraint('id', name='mine'), sa.UniqueConstraint('c', name='own'),"
                 " sa.ForeignKeyConstraint(['c'], ['p.id'], name='fk')"),
    "op.create_table('u', sa.Column('v', sa.Text))",
    "op.add_column('t', sa.Column('d', sa.Integer, sa.ForeignKey('o.id'), unique=True))",
    "op.create_primary_key('k', 't', ['a', 'b'])",
    "op.create_primary_key(None, 't', ['a', 'b'])",
    "op.create_unique_constraint('k', 't', ['a', 'b'])",
    "op.create_unique_constraint(None, 't', ['a', 'b'], schema='s')",
    "op.create_foreign_key(None, 't', 'o', ['a', 'b'], ['c', 'd'])",
    "op.create_foreign_key('k', 't', 't', ['a'], ['b'])",
    "op.create_check_constraint('k', 't', 'a > 0')",
    "op.create_check_constraint(None, 't', 'deleted = 0')",
    "op.drop_constraint('k', 't', type_='primary')",
    "op.drop_constraint('k', 't', type_='unique')",
    "op.drop_constraint('k', 't', type_='foreignkey')",
    "op.drop_constraint('k', 't', type_='check')",
    "op.drop_constraint('k', 't')",
    "op.drop_table('t')",
]

# Listeners to SQLAlchemy's own classes, with the classes and events that they stand for.
LISTENERS = [
    ([("PrimaryKeyConstraint", "after_parent_attach")],
     "@event.listens_for(PrimaryKeyConstraint, 'after_parent_attach')\ndef name(const, table):\n"
     "    if table.name == 'u':\n        return\n    const.name = '%s_PK' % (table.name.upper(),)\n"),
    ([("PrimaryKeyConstraint", "after_parent_attach")],
     "def name(const, table):\n    const.name = '_'.join(['pk', table.name] + [c.name for c in const.columns] + const.columns.keys())\n"
     "event.listen(PrimaryKeyConstraint, 'after_parent_attach', name)\n"),
    ([("ForeignKeyConstraint", "after_parent_attach")],
     "@listens_for(ForeignKeyConstraint, 'after_parent_attach')\ndef name(const, table):\n    if const.name:\n        return\n"
     "    fk = const.elements[0]\n    target = fk.target_fullname.split('.')\n"
     "    const.name = 'fk_%s_%s_%s' % (table.name, fk.parent.name, target[-2])\n"),
    ([("UniqueConstraint", "after_parent_attach")],
     "@event.listens_for(UniqueConstraint, 'after_parent_attach')\ndef name(const, table):\n"
     "    const.name = (const.name or 'uq') + '_%d' % len(list(const.columns))\n"),
    ([("UniqueConstraint", "after_parent_attach")],
     "@event.listens_for(UniqueConstraint, 'after_parent_attach')\ndef name(const, table):\n    if const.name:\n        return\n"
     "    const.name = 'uq_%s_%s' % (table.fullname, list(const.columns)[0].name)\n"),
    ([("CheckConstraint", "after_parent_attach")],
     "@sa.event.listens_for(sa.CheckConstraint, 'after_parent_attach')\ndef name(const, table):\n    if const.name is None:\n"
     "        if 'DELETED' in str(const.sqltext).upper():\n            const.name = table.name + '_del'\n"
     "    elif const.name == 'few':\n        const.name = sa.sql.elements.quoted_name('FEW', None) if False else 'FEW'\n"),
    ([("Constraint", "after_parent_attach")],
     "@event.listens_for(sa.Constraint, 'after_parent_attach')\ndef name(const, table):\n    kind = 'x'\n"
     "    if isinstance(const, PrimaryKeyConstraint):\n        kind = 'p'\n    elif isinstance(const, UniqueConstraint):\n        kind = 'u'\n"
     "    elif isinstance(const, (ForeignKeyConstraint, CheckConstraint)):\n        kind = 'o'\n"
     "    const.name = kind + '_' + str(table.schema) + '_' + str(const.name)\n"),
    ([("PrimaryKeyConstraint", "after_parent_attach"), ("PrimaryKeyConstraint", "after_parent_attach")],
     "@event.listens_for(PrimaryKeyConstraint, 'after_parent_attach')\ndef first(const, table):\n    const.name = 'a_' + str(const.name)\n"
     "@event.listens_for(PrimaryKeyConstraint, 'after_parent_attach')\ndef second(const, table):\n    const.name = 'b_' + const.name\n"),
    ([("Table", "before_create"), ("Table", "after_create"), ("Table", "before_drop")],
     "from sqlalchemy import text\n"
     "@event.listens_for(Table, 'before_create')\ndef before(target, connection, **kw):\n"
     "    if connection.dialect.name == 'mysql':\n        target.columns.a.type.name = 'x'\n"
     "    if target.name == 'u':\n        connection.execute(text('SELECT 1'))\n"
     "@event.listens_for(Table, 'after_create')\ndef after(target, connection, **kw):\n    assert target.columns.keys()\n"
     "@event.listens_for(Table, 'before_drop')\ndef drop(target, connection, **kw):\n    connection.execute(text('SELECT 2'))\n"),
]

# Listeners to a type of the project, with columns of that type.
TYPE = (
    "class K(sa.types.TypeDecorator, sa.types.SchemaType):\n    impl = sa.SmallInteger\n    def __init__(self, values=(), without=None):\n"
    "        self.values = list(values)\n        self.without = frozenset(without or ())\n        sa.types.TypeDecorator.__init__(self)\n"
    "        sa.types.SchemaType.__init__(self)\n")
TYPES = [
    TYPE + "@listens_for(K, 'before_parent_attach')\ndef attach(type_, column):\n"
    "    @listens_for(column, 'after_parent_attach')\n    def attached(column, table):\n"
    "        e = CheckConstraint(sa.type_coerce(column, sa.SmallInteger).in_(x for x in type_.values if x not in type_.without),\n"
    "                            'valid_%s' % column.name)\n        e.info['x'] = True\n        assert e.table is table\n",
    TYPE + "class L(K):\n    pass\nK = L\n@listens_for(L, 'after_parent_attach')\ndef attach(type_, column):\n"
    "    def attached(column, table):\n        if type_.values:\n            CheckConstraint(column > type_.values[0], name='low_' + column.key)\n"
    "            c = CheckConstraint(column.in_(type_.values))\n            c.name = 'all_' + column.name\n"
    "    sa.event.listen(column, 'after_parent_attach', attached)\n",
]
USES = [
    "op.create_table('t', sa.Column('a', K([1, 2, 3]), nullable=False), sa.Column('Kind', K([4, 5], {5}), sa.ForeignKey('o.id'), unique=True),"
    " sa.CheckConstraint('a > 0', name='mine'))",
    "op.add_column('t', sa.Column('a', K([1], without=[2]), sa.ForeignKey('o.id')), schema='s')",
    "op.create_table('t', sa.Column('a', K), sa.Column('b', type_=K([7])))",
]

# What another package makes of a type's arguments only matters to values.
INERT = [
    "import unknown_package\nclass K(sa.types.TypeDecorator):\n    impl = sa.JSON\n    def __init__(self, kind, impl=None):\n"
    "        super().__init__()\n        self._kind = kind\n        self._adapter = unknown_package.Adapter(self._kind)\n"
    "        self.size: int = unknown_package.size\n        if impl is not None:\n            self.impl = impl\n",
]
INERT_USES = [
    "op.create_table('t', sa.Column('a', K(dict)), sa.Column('b', K(list, sa.Text())))",
]


class Package(types.ModuleType):
    """A package that our side does not find."""

    size = 3

    @staticmethod
    def Adapter(kind):
        return object()


def printed(code: str) -> str:
    buffer = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql",
        opts={"as_sql": True, "output_buffer": buffer, "literal_binds": True, "dialect_opts": {"paramstyle": "named"}},
    )
    operations = Operations(context)
    space = {}
    exec("from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\nfrom kinds import *", space)
    with Operations.context(context):
        exec(code, space)
    return buffer.getvalue().strip()


def probes(listeners, source, uses):
    sys.modules["unknown_package"] = Package("unknown_package")
    module = types.ModuleType("kinds")
    exec(HEAD + source, module.__dict__)
    sys.modules["kinds"] = module
    found = []
    for code in uses:
        try:
            found.append({"module": HEAD + source, "listeners": listeners, "code": code, "sql": printed(code)})
        except Exception as error:
            print(f"{source}: {code}: {type(error).__name__}: {error}", file=sys.stderr)
    return found


if __name__ == "__main__":
    cases = [(listeners, source, OPERATIONS) for listeners, source in LISTENERS]
    cases += [([], source, USES) for source in TYPES] + [([], source, INERT_USES) for source in INERT]
    with multiprocessing.get_context("spawn").Pool(2, maxtasksperchild=1) as pool:
        found = pool.starmap(probes, cases, chunksize=1)
    path = pathlib.Path(__file__).with_name("event-probes.json")
    path.write_text(json.dumps(sum(found, []), indent=1) + "\n")
