"""Asks an older SQLAlchemy for the operations of all probes, and keeps the answers that differ.

Run it with a Python that has Alembic 1.20.1 and SQLAlchemy 2.0.58: `python make-version-probes.py`. It reads the other fixtures of this
folder and writes version-probes.json.
"""

import json
import pathlib
import runpy
import warnings

HERE = pathlib.Path(__file__).parent

OPERATIONS = r'''
op.create_index('ix', 't', ['a'], postgresql_with={'a': True, 'b': 'x', 'c': 1.5, 'd': None})
===
op.create_table('t', sa.Column('c', sa.Enum('a', name='n', create_type=False)), schema='sx')
===
op.create_table('t', sa.Column('c', sa.ARRAY(sa.Enum('a', name='n', create_type=False))))
===
op.create_table('t', sa.Column('c', postgresql.ENUM('a', name='n', create_type=False)))
===
op.create_table('t', sa.Column('c', sa.Text, server_default='a\\b', comment='a\\b'), comment='a\\b')
===
op.add_column('t', sa.Column('c', sa.Integer, server_default=sa.text("'a\\b'")))
===
op.alter_column('t', 'c', server_default='a\\b', comment='a\\b')
===
op.alter_column('t', 'c', type_=sa.String(9, collation='nocase'))
===
op.add_column('t', sa.Column('c', sa.ARRAY(sa.Text(collation='C'))))
===
op.execute(sa.text('select :x').bindparams(x='a\\b'))
===
op.execute("select 'a\\b'")
===
op.create_check_constraint('ck', 't', sa.column('a') == 'a\\b')
===
op.create_check_constraint('ck', 't', "a = 'a\\b'")
===
op.create_index('ix', 't', ['a'], postgresql_where=sa.column('b') == 'x\\y')
===
sa.Enum('a\\b', name='e').create(op.get_bind())
===
op.create_table('t', sa.Column('c', sa.Enum('a\\b', name='n', native_enum=False, create_constraint=True)))
===
t = sa.table('t', sa.column('c', sa.String))
op.execute(t.update().where(t.c.c == 'a\\b').values(c='a\\b'))
op.bulk_insert(t, [{'c': 'a\\b'}])
'''


def main():
    warnings.simplefilter("ignore")
    printed = runpy.run_path(str(HERE / "make-usage-probes.py"))["printed"]
    kept = []
    for name in ("alembic-probes.json", "usage-probes.json"):
        for probe in json.loads((HERE / name).read_text()):
            # Those were printed with other settings.
            if "(" in probe.get("group", ""):
                continue
            sql = printed(probe["code"])
            if sql != probe["sql"]:
                kept.append({"code": probe["code"], "sql": sql})
    kept += [
        {"code": code.strip("\n"), "sql": printed(code.strip("\n"))}
        for code in OPERATIONS.split("\n===\n")
    ]
    path = HERE / "version-probes.json"
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
