"""Asks Alembic what it prints offline under naming conventions; writes naming-probes.json beside this file.

Run it with a Python that has Alembic 1.20.1 and SQLAlchemy 2.1.9: `python make-naming-probes.py`.
"""

import io
import json
import pathlib
import runpy
import warnings

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

HERE = pathlib.Path(__file__).parent
PRELUDE = runpy.run_path(str(HERE / "make-usage-probes.py"))["PRELUDE"]

USUAL = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
CONVENTIONS = {
    "usual": USUAL,
    "all columns": {
        "ix": "%(column_0_N_label)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_check",
        "fk": "%(table_name)s_%(column_0N_name)s_%(referred_table_name)s_fkey",
        "pk": "%(table_name)s_%(column_0_N_key)s_pkey",
    },
    "referred columns": {"fk": "%(column_1_name)s_%(referred_column_0_N_name)s_%(referred_column_0_name)s"},
    "wrapped": {k: "x%%_%(constraint_name)s" for k in ("ix", "uq", "fk")},
    "no index": {"pk": "%(table_name)s_pk"},
    "labels": {"ck": "%(column_0_label)s_ck", "uq": "uq_%(column_0_label)s"},
}

OPERATIONS = r'''
op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('o', sa.Integer, sa.ForeignKey('other.id')), sa.Column('e', sa.Text, unique=True), sa.Column('n', sa.Text, index=True))
===
op.create_table('t', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer), sa.PrimaryKeyConstraint('b', 'a'), sa.UniqueConstraint('a', 'b'), sa.ForeignKeyConstraint(['a', 'b'], ['s.o.x', 's.o.y']), sa.Index(None, 'b', 'a'), schema='sx')
===
op.create_table('t', sa.Column('a', sa.Integer), sa.PrimaryKeyConstraint('a', name='pk'), sa.UniqueConstraint('a', name='uq'), sa.ForeignKeyConstraint(['a'], ['o.x'], name='fk'), sa.CheckConstraint('a > 0', name='positive'), sa.Index('ix', 'a'))
===
op.create_table('t', sa.Column('a', sa.Integer), sa.PrimaryKeyConstraint('a', name=op.f('pk')), sa.UniqueConstraint('a', name=op.f('uq')), sa.ForeignKeyConstraint(['a'], ['o.x'], name=op.f('fk')), sa.CheckConstraint('a > 0', name=op.f('positive')), sa.Index(op.f('ix'), 'a'))
===
op.create_table('t', sa.Column('a', sa.Integer), sa.CheckConstraint('a > 0'))
===
op.create_table('t', sa.Column('a', sa.Integer, sa.CheckConstraint('a > 0', name='pos')), sa.Column('b', sa.Text, sa.CheckConstraint("b <> ''", name=op.f('full'))))
===
op.create_table('t', sa.Column('k', sa.Enum('a', 'b', name='kind', native_enum=False, create_constraint=True)))
===
op.create_table('t', sa.Column('k', sa.Enum('a', 'b', native_enum=False, create_constraint=True)))
===
op.create_table('t', sa.Column('k', sa.Boolean(create_constraint=True)), sa.Column('l', sa.Boolean(create_constraint=True, name='lb')))
===
op.create_table('a_rather_long_table_name_that_goes_on', sa.Column('and_a_rather_long_column_name_too', sa.Integer, index=True, primary_key=True), sa.Column('b', sa.Integer, sa.ForeignKey('another_table_with_a_long_name_as_well.id')))
===
op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('parent', sa.Integer, sa.ForeignKey('t.id')))
===
op.create_table('t', sa.Column('id', sa.Integer, index=True), sa.Column('t_id', sa.Integer), sa.UniqueConstraint('id'))
===
op.create_table('Order', sa.Column('User', sa.Integer, unique=True), sa.Column('b', sa.Integer, sa.ForeignKey('Other.Id')))
===
op.add_column('t', sa.Column('c', sa.Integer, unique=True))
===
op.add_column('t', sa.Column('c', sa.Integer, sa.ForeignKey('o.id')))
===
op.add_column('t', sa.Column('c', sa.Integer, index=True), schema='s.x')
===
op.add_column('t', sa.Column('c', sa.Integer, sa.CheckConstraint('c > 0', name='pos')))
===
op.add_column('t', sa.Column('c', sa.Enum('a', name='kind', native_enum=False, create_constraint=True)))
===
op.create_index(None, 't', ['a', 'b'])
===
op.create_index('ix', 't', ['a'], unique=True)
===
op.create_index(op.f('ix'), 't', ['a'])
===
op.create_index('ix', 't', [sa.text('lower(a)')])
===
op.create_foreign_key(None, 'a', 'b', ['x', 'y'], ['p', 'q'], source_schema='s1', referent_schema='s2')
===
op.create_foreign_key('fk', 'a', 'a', ['x', 'y'], ['p', 'q'])
===
op.create_foreign_key(op.f('fk'), 'a', 'b', ['x'], ['p'])
===
op.create_unique_constraint(None, 't', ['a', 'b'], schema='s')
===
op.create_unique_constraint('uq', 't', ['a'])
===
op.create_primary_key(None, 't', ['a', 'b'])
===
op.create_primary_key('pk', 't', ['a'])
===
op.create_check_constraint(None, 't', 'a > 0')
===
op.create_check_constraint('pos', 't', 'a > 0')
===
op.create_check_constraint(op.f('pos'), 't', 'a > 0')
===
op.create_check_constraint('pos', 't', sa.column('a') > 0)
===
op.create_exclude_constraint('ex', 't', ('a', '='))
===
op.drop_constraint('pos', 't', type_='check')
===
op.drop_constraint('pos', 't')
===
op.drop_constraint(op.f('pos'), 't', type_='check')
===
op.drop_constraint('x', 't', type_='unique')
===
op.drop_constraint('x', 't', type_='foreignkey', schema='s')
===
op.drop_constraint('x', 't', type_='primary')
===
op.drop_index('ix', table_name='t')
===
op.drop_index(op.f('ix'))
===
op.alter_column('t', 'c', existing_type=sa.Enum('a', name='kind', native_enum=False, create_constraint=True), type_=sa.Enum('a', 'b', name='kind', native_enum=False, create_constraint=True))
===
with op.batch_alter_table('t') as batch:
    batch.create_unique_constraint(None, ['a'])
    batch.create_check_constraint('pos', 'a > 0')
    batch.create_foreign_key(None, 'o', ['a'], ['id'])
    batch.create_index(None, ['a'])
    batch.drop_constraint('old', type_='check')
    batch.add_column(sa.Column('d', sa.Integer, index=True))
'''


def printed(code, convention):
    """What `alembic upgrade --sql` prints for the code, with the error that stops it."""
    output = io.StringIO()
    context = MigrationContext.configure(
        url="postgresql://",
        dialect_opts={"paramstyle": "named"},
        opts={
            "as_sql": True,
            "output_buffer": output,
            "literal_binds": True,
            "target_metadata": sa.MetaData(naming_convention=convention),
        },
    )
    error = ""
    with Operations.context(context):
        try:
            exec(compile(PRELUDE + code, "revision", "exec"), {"__name__": "revision"})
        except Exception as exception:
            error = f"\n!! {type(exception).__name__}"
    return output.getvalue().strip() + error


def main():
    warnings.simplefilter("ignore")
    codes = [code.strip("\n") for code in OPERATIONS.split("\n===\n")]
    probes = [
        {"group": name, "convention": convention, "code": code, "sql": printed(code, convention)}
        for name, convention in CONVENTIONS.items()
        for code in codes
    ]
    path = HERE / "naming-probes.json"
    path.write_text(json.dumps(probes, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
