"""Asks Alembic what it prints for tables, indexes and sequences that are objects; writes object-probes.json beside this file.

Run it with a Python that has Alembic 1.20.1 and SQLAlchemy 2.1.9: `python make-object-probes.py`.
"""

import json
import pathlib
import runpy
import warnings

usage = runpy.run_path(str(pathlib.Path(__file__).with_name("make-usage-probes.py")))

BIND = "bind = op.get_bind()\nmeta = sa.MetaData()\n"
NOTE = BIND + "note = sa.Table('note', meta, sa.Column('id', sa.Integer, primary_key=True), sa.Column('body', sa.Text))\n"

CODES = [
    # Tables that send themselves, with what comes with them.
    NOTE + "note.create(bind)\nnote.drop(bind)",
    NOTE + "note.create(bind, checkfirst=True)\nnote.drop(bind, checkfirst=True)",
    NOTE + "op.get_bind().execute(note.insert().values(id=1, body='x'))\nop.bulk_insert(note, [{'id': 2, 'body': 'y'}])",
    NOTE + "op.execute(sa.update(note).where(note.c.id > 3).values(body=None))\nop.execute(sa.select(note.c.body))",
    NOTE + "op.execute(f'-- {note.name} {note.fullname} {note.key} {note.schema} {meta.schema}')",
    BIND + "kind = sa.Enum('a', 'b', name='kind')\nfor name in ('t', 'u'):\n"
    "    sa.Table(name, meta, sa.Column('k', kind), sa.Column('p', postgresql.ENUM('x', name='px'))).create(bind)\n"
    "op.create_table('v', sa.Column('k', kind))\nop.create_table('w', sa.Column('k', kind))",
    BIND + "sa.Table('t', meta, sa.Column('id', sa.Integer, primary_key=True, comment='c'), sa.Column('a', sa.Text, index=True),"
    " sa.UniqueConstraint('a', name='u'), schema='s', comment='it''s', mysql_engine='InnoDB', mysql_charset='utf8',"
    " sqlite_autoincrement=True, postgresql_partition_by='RANGE (id)', info={'x': 1}, prefixes=['UNLOGGED']).create(bind)",
    NOTE + "sa.Table('tag', meta, sa.Column('note', sa.Integer, sa.ForeignKey(note.c.id, ondelete='CASCADE')),"
    " sa.Column('other', sa.Integer, sa.ForeignKey('note.id', name='fk'))).create(bind)",
    "meta = sa.MetaData(schema='app')\nt = sa.Table('t', meta, sa.Column('id', sa.Integer))\nt.create(op.get_bind())\n"
    "op.execute(sa.Table('t', meta).update().values(id=3))\nop.execute(sa.select(meta.tables['app.t']))",
    "meta = sa.MetaData('app')\nsa.Table('t', meta, sa.Column('id', sa.Integer), schema='own').create(op.get_bind())",
    "meta = sa.MetaData()\nmeta.bind = op.get_bind()\nsa.Table('t', meta, sa.Column('id', sa.Integer)).create(meta.bind)",
    # Their parts as elements.
    NOTE + "op.execute(sa.schema.CreateTable(note))\nop.execute(sa.schema.DropTable(note))\n"
    "op.execute(sa.schema.CreateTable(note, if_not_exists=True))\nop.execute(sa.schema.DropTable(note, if_exists=True))",
    BIND + "t = sa.Table('t', meta, sa.Column('a', sa.Text, index=True, unique=True, comment='c'),"
    " sa.Column('k', sa.Enum('x', name='kind')), comment='d')\nop.execute(sa.schema.CreateTable(t))\n"
    "for index in t.indexes:\n    op.execute(sa.schema.CreateIndex(index))",
    # Indexes.
    NOTE + "sa.Index('ix', note.c.body, unique=True).create(bind)\n"
    "iy = sa.Index('iy', note.c.body.desc(), sa.func.lower(note.c.body), postgresql_using='btree')\niy.create(bind)\niy.drop(bind)",
    NOTE + "sa.Index('ix', note.c.body, postgresql_where=note.c.id > 3)\nnote.create(bind)",
    NOTE + "ix = sa.Index('ix', note.c.body, postgresql_concurrently=True)\nop.execute(sa.schema.CreateIndex(ix, if_not_exists=True))\n"
    "op.execute(sa.schema.DropIndex(ix, if_exists=True))\nop.execute(f'-- {ix.name}')",
    # Sequences.
    BIND + "sq = sa.Sequence('sq', start=5, metadata=meta, schema='s')\nsq.create(bind)\nsq.drop(bind)",
    "op.execute(sa.schema.CreateSequence(sa.Sequence('sq', data_type=sa.Integer, increment=2)))",
    "sq = sa.Sequence('sq', 1, 2, data_type=sa.BigInteger())\nop.execute(f'-- {sq.name} {sq.schema}')\n"
    "op.execute(sa.schema.CreateSequence(sq))\nop.execute(sa.schema.DropSequence(sq, if_exists=True))",
    "sq = sa.Sequence('sq')\nop.create_table('t', sa.Column('id', sa.Integer, sq, primary_key=True, server_default=sq.next_value()))",
    # Batches that need not make the table anew do not look at what is for that.
    "with op.batch_alter_table('t', recreate='never', naming_convention={'uq': 'uq_%(table_name)s'}) as b:\n"
    "    b.create_unique_constraint('u', ['a'])\n    b.drop_constraint('f', type_='foreignkey')",
    "with op.batch_alter_table('t', table_args=(sa.CheckConstraint('a > 0'),), reflect_args=[sa.Column('f', sa.Boolean())],"
    " partial_reordering=[('a', 'b')], copy_from=sa.Table('t', sa.MetaData())) as b:\n    b.add_column(sa.Column('x', sa.Integer))",
    # Types of other databases.
    "from sqlalchemy.dialects import mysql, mssql, sqlite\n"
    "op.alter_column('t', 'x', existing_type=mysql.VARCHAR(length=63), type_=sa.String(10))\n"
    "op.alter_column('t', 'x', existing_type=mysql.TINYINT, type_=sa.Boolean())\n"
    "op.alter_column('t', 'x', existing_type=mssql.NVARCHAR(length=6), nullable=False)\n"
    "op.add_column('t', sa.Column('j', sa.JSON().with_variant(sqlite.JSON(), 'sqlite').with_variant(mysql.LONGTEXT, 'mysql')))",
    "op.create_table('t', sa.Column('a', sa.NCHAR(3)), sa.Column('b', sa.NVARCHAR(4)), sa.Column('c', sa.CLOB),"
    " sa.Column('d', sa.BINARY(2)), sa.Column('e', sa.VARBINARY(5)), sa.Column('f', sa.VARBINARY()))",
    # Intervals as texts.
    "from datetime import timedelta\nfor span in (timedelta(0), timedelta(minutes=90), timedelta(days=2, seconds=3), timedelta(hours=-1), timedelta(days=1)):\n"
    "    op.add_column('t', sa.Column('c', sa.Interval(), server_default=str(span)))\n    op.execute(f'-- {span}')",
]


def main():
    warnings.simplefilter("ignore")
    probes = [{"code": code, "sql": usage["printed"](code)} for code in CODES]
    path = pathlib.Path(__file__).with_name("object-probes.json")
    path.write_text(json.dumps(probes, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
