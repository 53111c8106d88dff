"""Asks Alembic what it prints offline for the operations below; writes usage-probes.json beside this file.

Run it with a Python that has Alembic 1.20.1 and SQLAlchemy 2.1.9: `python make-usage-probes.py`.
"""

import io
import json
import pathlib
import warnings

import alembic.op
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

PRELUDE = '''
import datetime, decimal, enum, uuid
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

class Color(enum.Enum):
    red = 1
    green = 2

class SColor(str, enum.Enum):
    red = "r"
    green = "g"
'''

OPERATIONS = r'''
op.create_table('user', sa.Column('id', sa.UUID(), nullable=False), sa.Column('email', sa.String(length=320), nullable=False), sa.Column('is_active', sa.Boolean(), server_default=sa.text('true'), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_user')))
op.create_index(op.f('ix_user_email'), 'user', ['email'], unique=True)
===
op.create_table('item', sa.Column('id', sa.Integer(), autoincrement=True, nullable=False), sa.Column('owner_id', postgresql.UUID(as_uuid=True), nullable=False), sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False), sa.Column('meta', postgresql.JSONB(astext_type=sa.Text()), nullable=True), sa.ForeignKeyConstraint(['owner_id'], ['user.id'], ondelete='CASCADE'), sa.PrimaryKeyConstraint('id'))
===
op.create_table('t', sa.Column('a', sa.Integer(), nullable=True), sa.Column('b', sa.String(), nullable=True, primary_key=True), sa.PrimaryKeyConstraint('a','b'))
===
op.create_table('t', sa.Column('a', sa.Integer(), nullable=True), sa.PrimaryKeyConstraint('a'))
===
op.create_table('t', sa.Column('id', sa.Integer(), sa.Sequence('sq'), primary_key=True))
===
op.create_table('t', sa.Column('id', sa.Integer(), sa.Sequence('sq', optional=True), primary_key=True))
===
op.create_table('t', sa.Column('b', sa.Integer, sa.ForeignKey('o.id'), unique=True), sa.UniqueConstraint('b', name='z'), sa.CheckConstraint('b>1'), sa.Index('foo','b'))
===
op.create_table('t', sa.Column('id', sa.Integer, sa.CheckConstraint('id>1', name='x'), nullable=False))
===
op.add_column('t', sa.Column('id', sa.Integer, sa.CheckConstraint('id>1', name='x'), nullable=False))
===
op.create_table('t', sa.Column('id', sa.Integer), schema='a.b', comment='x')
===
op.add_column('t', sa.Column('id', sa.Integer, index=True, comment='d'), schema='a.b')
===
op.create_index(None,'t',['a','b'])
===
op.create_index(None,'t',['a'],schema='s')
===
op.create_index(None,'t'*40,['a'*40])
===
op.create_index(op.f('ix_' + 'x'*70),'t',['a'])
===
op.drop_index(op.f('ix_' + 'x'*70),'t')
===
op.create_unique_constraint(op.f('é'*64),'t',['a'])
===
op.create_unique_constraint('x'*64,'t',['a'])
===
op.drop_constraint('x'*64,'t')
===
op.create_index('ix','t',[sa.text('b'), sa.func.coalesce(sa.column('b'), sa.text("''")), sa.column('x') + sa.column('y'), sa.literal_column('foo'), sa.desc('e')])
===
op.create_index('ix','t',[sa.cast(sa.column('b'), sa.Text), sa.column('b').op('->>')('x')])
===
op.create_index('ix','t',['a', 'b'], postgresql_ops={'a':'gin_trgm_ops'}, postgresql_using='GIN')
===
op.create_index('ix','t',['a'], postgresql_where=sa.and_(sa.column('a')==None, sa.or_(sa.column('b').is_(True), sa.column('c')>'x'), sa.not_(sa.column('d')), ~sa.column('e').in_([1,2])))
===
op.create_index('ix','t',['a'], postgresql_where=sa.column('a').isnot(None))
===
op.create_index('ix','t',['a'], postgresql_where="status = 'open' AND deleted_at IS NULL", unique=True)
===
op.create_index('ix','t',[sa.column('a').desc().nulls_last(), sa.column('b').asc(), sa.func.lower('c')])
===
op.create_index('ix','t',['a'], postgresql_with={'fastupdate': False, 'fillfactor': 70}, postgresql_tablespace='Fast', postgresql_nulls_not_distinct=False)
===
op.create_index('ix','t',['a'], unique=False, mysql_length=10, sqlite_where=sa.text('x'))
===
op.create_index('ix_vec','t',['embedding'], postgresql_using='hnsw', postgresql_ops={'embedding': 'vector_cosine_ops'}, postgresql_with={'m': 16, 'ef_construction': 64})
===
op.create_check_constraint('ck','t', sa.and_(sa.column('a')==1, sa.and_(sa.column('b')==2, sa.or_(sa.column('c')==3, sa.column('d')==True))))
===
op.create_check_constraint('ck','t', sa.not_(sa.or_(sa.column('a')==1, sa.column('b').is_not(None))))
===
op.create_check_constraint('ck','t', (sa.func.length(sa.column('a')) > 3) & (sa.column('b') < 5))
===
op.create_check_constraint('ck','t', sa.column('a').between(1,5))
===
op.create_check_constraint('ck','t', sa.column('a').like('x%') | sa.column('b').notin_(['a']))
===
op.create_check_constraint('ck','t', (sa.column('a') + 1) * 2 - sa.column('b') > 3)
===
op.create_check_constraint('ck','t', sa.column('a').op('~')('^x:y'))
===
op.create_check_constraint('ck','t', "(kind = 'a' AND a_id IS NOT NULL) OR (kind = 'b' AND b_id IS NOT NULL)", schema='s')
===
op.create_check_constraint('ck','t', 'a > 0', postgresql_not_valid=True)
===
op.create_check_constraint(None,'t', 'a > 0', deferrable=False)
===
op.create_table('t', sa.Column('a', sa.String(50), nullable=False, server_default=sa.func.foo('x', 1, sa.text('y'), None, True)), sa.Column('b', sa.DateTime, server_default=sa.sql.func.now()), sa.Column('c', sa.DateTime, server_default=sa.func.CURRENT_TIMESTAMP()), sa.Column('d', sa.Date, server_default=sa.func.current_date()), sa.Column('e', sa.Date, server_default=sa.func.timezone('utc', sa.func.now())), sa.Column('f', sa.Date, server_default=sa.literal('x')), sa.Column('g', sa.Date, server_default=sa.null()), sa.Column('h', sa.Date, server_default=sa.literal_column('x')), sa.Column('i', sa.Date, server_default=sa.func.s.foo()), sa.Column('j', sa.Date, server_default=sa.func.localtimestamp()), sa.Column('k', sa.Date, server_default=sa.cast('x', sa.String(3))), sa.Column('l', sa.Date, server_default=sa.func.Foo()))
===
op.create_table('t', sa.Column('a', sa.Integer, server_default=sa.FetchedValue()), sa.Column('b', sa.Integer, server_default=sa.Identity()), sa.Column('c', sa.Integer, server_default=sa.DefaultClause('x')), sa.Column('d', sa.Enum('a','b',name='e'), server_default='a'), sa.Column('f', type_=sa.Integer), sa.Column(name='z', type_=sa.Integer))
===
op.create_table('t', sa.Column('a', sa.Integer, primary_key=True, autoincrement='ignore_fk'), sa.ForeignKeyConstraint(['a'],['o.id']))
===
op.create_table('t', sa.Column('a', sa.Integer, primary_key=True, default=5))
===
op.create_table('t', sa.Column('a', sa.Integer, primary_key=True, default=5, autoincrement=True))
===
op.create_table('t', sa.Column('a', sa.Integer, primary_key=True, server_default='5', autoincrement=True))
===
op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('id2', sa.Integer, primary_key=True, autoincrement=True))
===
op.create_table('t', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer), sa.PrimaryKeyConstraint('b','a'), sa.ForeignKeyConstraint(['a','b'],['s.o.x','s.o.y'], deferrable=False, initially='IMMEDIATE', name=op.f('q')))
===
op.create_table('t', sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.Integer), sa.PrimaryKeyConstraint('b'))
===
op.create_table('t', sa.Column('a', sa.Integer, primary_key=True), sa.PrimaryKeyConstraint(name='pk_named'))
===
op.create_table('t', sa.Column('a', sa.Integer), sa.UniqueConstraint('zz'))
===
op.create_table('t', sa.Column('a', sa.Integer), sa.UniqueConstraint())
===
op.create_table('t', sa.Column('a', sa.Integer), sa.Column('a', sa.String))
===
op.create_table('t', sa.Column('Id', sa.Integer), sa.Index('i', 'Id', unique=True, postgresql_where=sa.text('x')), if_not_exists=True)
===
op.create_table('t', sa.Column('k', sa.Enum('a', 'bb', name='ck_k', native_enum=False, create_constraint=True), sa.ForeignKey('o.k'), unique=True))
===
op.create_table('t', sa.Column('k', sa.Enum(Color, name='color2'), nullable=False, server_default='red'), sa.Column('l', sa.Enum(Color, native_enum=False, length=50)))
===
op.create_table('t', sa.Column('k', sa.Enum(SColor, values_callable=lambda obj: [e.value for e in obj])))
===
op.create_table('t', sa.Column('c', sa.Integer, sa.ForeignKey('s.o.id', use_alter=True, name='x'), nullable=False), sa.Column('c2', sa.Integer, sa.ForeignKey('o.id', link_to_name=True)), schema='s')
===
op.create_table('t', sa.Column('c', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), primary_key=True))
===
op.create_table('t', sa.Column('a', sa.Text), prefixes=['UNLOGGED'], postgresql_with={'autovacuum_enabled': False})
===
op.create_table('t', sa.Column('a', sa.Text), sa.Column('d', sa.Date), postgresql_partition_by='LIST (a)', comment="it's\na 'table'")
===
op.create_table('assoc', sa.Column('l', sa.Integer, sa.ForeignKey('left.id', ondelete='CASCADE'), primary_key=True), sa.Column('r', sa.Integer, sa.ForeignKey('right.id', ondelete='CASCADE'), primary_key=True))
===
op.create_table('t', sa.Column('a', sa.Numeric(precision=10, scale=2), nullable=False, server_default='0.00'), sa.Column('b', sa.Float(53)), sa.Column('c', sa.DECIMAL(5)), sa.Column('d', sa.CHAR(3)), sa.Column('e', sa.Unicode(20)), sa.Column('f', sa.REAL()), sa.Column('g', postgresql.TIMESTAMP(timezone=True, precision=3)), sa.Column('h', postgresql.TIME(precision=2)), sa.Column('i', postgresql.INTERVAL(fields='DAY TO SECOND', precision=4)), sa.Column('j', postgresql.BIT(3)), sa.Column('k', postgresql.ARRAY(sa.String(10, collation='C'))), sa.Column('l', postgresql.OID()), sa.Column('m', postgresql.DATEMULTIRANGE()), sa.Column('n', sa.ARRAY(sa.Float, dimensions=2)), sa.Column('o', sa.Uuid(native_uuid=False)), sa.Column('p', sa.Interval(second_precision=2)))
===
op.drop_column('t','c',schema='a.b')
===
op.drop_index('ix', table_name='t', schema='a.b', postgresql_concurrently=True)
===
op.drop_index('ix', table_name='t', postgresql_where=sa.text('x'), postgresql_using='gin', if_exists=True)
===
op.create_table_comment('t', "it's", schema='a.b')
===
op.create_table_comment('t', None)
===
op.drop_table_comment('t', existing_comment='x', schema='s')
===
op.alter_column('t','c',schema='a.b',new_column_name='Dd', nullable=True, comment='q')
===
op.rename_table('A','B',schema='a.b')
===
op.create_foreign_key('x','t','o',['a'],['b'],source_schema='a.b',referent_schema='c')
===
op.create_foreign_key(op.f('fk_t_o'),'t','o',['a'],['id'],ondelete='SET NULL',use_alter=True)
===
op.alter_column('t','c',type_=sa.Integer, existing_type=sa.Boolean(name='b', create_constraint=True))
===
op.alter_column('t','c',type_=sa.Enum('a','b',name='e',native_enum=False,create_constraint=True))
===
op.alter_column('t','c',server_default=sa.Identity(start=5, cycle=True), existing_server_default=sa.Identity(start=3, always=True, increment=2))
===
op.alter_column('t','c',server_default=sa.Identity(always=True, minvalue=5, cache=3), existing_server_default=sa.Identity(always=False, maxvalue=9))
===
op.alter_column('t','c',server_default=None, existing_server_default=sa.Identity(start=3, always=True))
===
op.alter_column('t','c',server_default=False, comment=False, nullable=None)
===
op.alter_column('t','c', type_=sa.String(collation='de_DE'), postgresql_using='')
===
op.alter_column('t','c', server_default='')
===
op.alter_column('t','c', server_default=sa.false(), type_=postgresql.ENUM('a', name='x', create_type=False), existing_comment='a', existing_nullable=False)
===
op.alter_column('t','c', server_default=sa.Identity(), existing_server_default=sa.text('x'))
===
op.alter_column('t','c', postgresql_using='x')
===
op.alter_column(table_name='t', column_name='c', existing_type=sa.VARCHAR(length=255), type_=postgresql.ARRAY(sa.Text()), postgresql_using="string_to_array(c, ',')", existing_nullable=True)
===
op.alter_column('t','c', existing_type=postgresql.TIMESTAMP(), type_=sa.DateTime(timezone=True), postgresql_using="c AT TIME ZONE 'UTC'", nullable=False, server_default=sa.func.now())
===
op.create_unique_constraint('u','t',['a'], deferrable=True, initially='DEFERRED', schema='s', postgresql_include=['a'])
===
op.create_primary_key('u','t',['a'], schema='a.b')
===
op.create_exclude_constraint('u','t',('a','='),('b','&&'), using='gist', where=sa.text('a > 1'))
===
op.create_exclude_constraint('u','t',(sa.func.tsrange(sa.column('b'),sa.column('c')),'&&'), where="x='y'", deferrable=True)
===
op.drop_table('t', if_exists=True, schema='Odd')
===
op.add_column('t', sa.Column('a', sa.Integer, index=True, unique=True), if_not_exists=True)
===
op.add_column('t', sa.Column('a', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False))
===
op.add_column('t', sa.Column('a', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False))
===
op.add_column('t', sa.Column('a', sa.JSON(none_as_null=True), nullable=True, info={'x': 1}, doc='d'))
===
op.add_column('t', sa.Column('fk', sa.Integer(), sa.ForeignKey('o.id', name='fk_name', ondelete='SET NULL (a)'), nullable=True))
===
op.add_column('t', sa.Column('b', sa.Boolean(), server_default=False))
===
op.add_column('t', sa.Column('search', postgresql.TSVECTOR(), sa.Computed("to_tsvector('english', title || ' ' || body)", persisted=True), nullable=True))
===
op.add_column('t', sa.Column('e', sa.Enum('a', 'b', name='Mood', schema='s')), schema='s')
===
op.add_column('t', sa.Column('e', sa.Enum('a', 'b')))
===
op.execute(sa.text("select E'\\n', 'a\\b'"))
===
op.execute("")
===
op.execute("select a::text, b:c, 'a:b', '{\"a\": true}', x[1:2], 12:30")
===
op.execute("select '\\:not_a_bind', \\:x, \\::y")
===
op.execute("""
    CREATE OR REPLACE FUNCTION set_updated_at() RETURNS trigger AS $$
    BEGIN
	NEW.updated_at := now();
	RETURN NEW;
    END;
    $$ LANGUAGE plpgsql;
""")
===
op.execute(sa.text("insert into t values ('{\"a\": \"b\"}')"))
===
op.execute(sa.text("select :x").bindparams(sa.bindparam('x', value=5)))
===
op.execute(sa.text("select :x, :y").bindparams(x='a:b \\:c', y=1.50))
===
op.execute(sa.text("select :x").bindparams(x=['a']))
===
op.execute(sa.text("select :x").bindparams(sa.bindparam('x', value='5', type_=sa.Integer)))
===
op.execute(sa.text("select :x").bindparams(z=1))
===
op.execute("select 1", execution_options={'a':1})
===
op.execute(sa.DDL("create %% x"))
===
op.execute(sa.schema.CreateSequence(sa.Sequence('sq', start=10, increment=2, minvalue=1, cycle=True)))
op.execute(sa.schema.DropSequence(sa.Sequence('Sq', schema='s')))
op.execute(sa.schema.CreateSchema('s', if_not_exists=True))
op.execute(sa.schema.DropSchema('s', cascade=True, if_exists=True))
===
op.get_bind().execute(sa.text('UPDATE t SET a = 1'))
===
op.get_bind().exec_driver_sql("SELECT 1")
===
t = sa.table('t', sa.column('a', sa.Integer), sa.column('b', sa.String))
op.execute(t.update().where(t.c.a==5).values(b='x'))
op.execute(t.insert().values(a=1,b="it's"))
op.execute(t.delete().where(t.c.b.is_(None)))
op.execute(sa.update(t).where(t.c.a == 1, t.c.b != 'y').values({'b': None}))
op.execute(sa.delete(t))
op.execute(t.insert().values([{'a':1,'b':'x'},{'a':2,'b':'y'}]))
op.execute(t.update().values({t.c.b: sa.func.lower(t.c.b), 'a': t.c.a + 1}))
op.execute(sa.insert(t).values(a=2))
op.execute(t.update().where(t.c.a.in_([1,2])).where(sa.or_(t.c.b == 'x', t.c.b == sa.null())).values(b=sa.text("'x'")))
===
t = sa.table('T', sa.column('A', sa.Integer), schema='s')
op.execute(t.update().where(t.c.A==5).values(A=6))
op.bulk_insert(t, [{'A': 1},{'A':2}])
===
t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String))
op.bulk_insert(t, [{'name':'x', 'id': 3}, {'id': 4, 'name': None}])
===
t = sa.table('t', sa.column('b', sa.Boolean), sa.column('d', sa.DateTime), sa.column('n', sa.Numeric))
op.execute(t.update().values(b=True, d=sa.func.now(), n=2).where(t.c.b == sa.false()))
===
op.execute(sa.table('t', sa.column('a'), sa.column('b')).update().where(sa.column('b')=='x').values(a=sa.column('b')))
===
t = sa.table('t', sa.column('d', sa.DateTime), sa.column('i', sa.Integer), sa.column('f', sa.Float), sa.column('a', postgresql.ARRAY(sa.String)))
op.bulk_insert(t, [{'i': True}])
op.bulk_insert(t, [{'f': 1}])
op.bulk_insert(t, [{'f': 1.5}])
op.bulk_insert(t, [{'f': 1e30}])
op.bulk_insert(t, [{'a': ['x', "y'"]}])
op.bulk_insert(t, [{'d': datetime.datetime(2020,1,2,3,4,5,6)}])
op.bulk_insert(t, [{'i': '5'}])
op.bulk_insert(t, [{'i': -5}])
===
op.bulk_insert(sa.table('t', sa.column('s', sa.String)), [{'s': 5}])
===
op.bulk_insert(sa.table('t', sa.column('s', sa.String)), [{'x': 5}])
===
op.bulk_insert(sa.table('t', sa.column('s', sa.JSON)), [{'s': {'a':1}}])
===
op.bulk_insert(sa.table('t', sa.column('s', sa.Boolean)), [{'s': sa.func.now()}])
===
postgresql.ENUM('a',name='ee').create(op.get_bind())
postgresql.ENUM('a',name='ee').drop(op.get_bind(), checkfirst=True)
sa.Enum(name='ee').drop(op.get_bind())
===
mood = postgresql.ENUM('sad', 'ok', name='mood', create_type=False)
mood.create(op.get_bind(), checkfirst=True)
op.add_column('person', sa.Column('mood', mood, nullable=False, server_default='ok'))
===
with op.batch_alter_table('t') as b:
    b.create_index(b.f('ix'), ['a'], unique=True)
    op.execute('select 1')
    b.drop_index('foo')
    b.alter_column('c', existing_type=sa.Integer, nullable=True)
    b.create_primary_key('pk', ['a'])
    b.drop_constraint('x')
    b.add_column(sa.Column('q', sa.Integer, sa.ForeignKey('o.id')))
    b.create_foreign_key(None, 'o', ['a'], ['id'], ondelete='CASCADE')
    b.create_table_comment('x')
===
with op.batch_alter_table('t', schema='s') as b:
    b.create_foreign_key('f', 'o', ['a'], ['id'], referent_schema='p')
    b.drop_column('c')
===
with op.batch_alter_table('t') as b:
    pass
===
with op.get_context().autocommit_block():
    op.create_index('ix','t',['a'],postgresql_concurrently=True, if_not_exists=True)
    op.drop_index('old', table_name='t', postgresql_concurrently=True, if_exists=True)
op.execute('select 1')
===
for table in ('a', 'b'):
    op.add_column(table, sa.Column('tenant_id', sa.Integer(), nullable=True))
    op.execute(f"UPDATE {table} SET tenant_id = 1")
    op.alter_column(table, 'tenant_id', nullable=False)
===
for i, (name, kind) in enumerate([('x', sa.Text()), ('y', sa.Integer)]):
    op.add_column('t', sa.Column(f'{name}_{i}', kind))
===
if op.get_bind().dialect.name == 'postgresql':
    op.execute('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"')
else:
    op.execute('nothing')
===
if op.get_context().dialect.name != "postgresql" or False:
    op.execute('nothing')
elif not op.get_bind() is None and len([1, 2]) == 2:
    op.execute('something')
===
columns = {'a': sa.Text(), 'b': sa.Integer()}
for name, type_ in columns.items():
    op.add_column('t', sa.Column(name, type_))
op.drop_column(**{'table_name': 't', 'column_name': 'z'})
===
def add(table, *, nullable=True):
    op.add_column(table, sa.Column('x', sa.Integer(), nullable=nullable))
add('a')
add('b', nullable=False)
===
op.create_table('t', *[sa.Column(n, sa.Integer) for n in ('a', 'b') if n != 'c'], sa.PrimaryKeyConstraint('a'))
===
op.execute("ALTER TABLE %s ADD COLUMN x int; -- %d%%" % ('t', 5))
op.execute("GRANT {} ON {t} TO {{}}".format('SELECT', t='x'))
op.execute("GRANT {0} ON {1} TO {0}".format('a', 'b'))
op.execute(", ".join(["a", "b"]) + ' c'.upper().strip() + "x-y".replace('-', '_'))
===
op.execute("{} {0}".format('a'))
===
import textwrap; op.execute(textwrap.dedent("""\
    CREATE VIEW v AS
      SELECT 1,

        'é'
    """))
===
for statement in "select 1; select 2;".split(";"):
    if statement.strip():
        op.execute(statement)
===
def outer(prefix):
    def inner(name):
        op.drop_table(prefix + name)
    inner("b")
outer("a")
===
meta = sa.MetaData()
t = sa.Table('t', meta, sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String), schema='s')
op.execute(t.insert().values(name='x', id=3))
op.execute(sa.update(t).where(t.c.id == 5).values(name='y'))
op.bulk_insert(t, [{'id': 1, 'name': 'z'}])
===
rows = []
for i, (name, kind) in enumerate((("a", 1), ("b", 2))):
    rows.append({"id": i, "name": name + str(kind)})
rows.extend([{"id": 9, "name": "z"}])
op.bulk_insert(sa.table('t', sa.column('id', sa.Integer), sa.column('name', sa.String)), rows)
===
names = {k: v for k, v in [("a", sa.Text()), ("b", sa.Integer()), ("a", sa.Date())]}
op.create_table("t", *[sa.Column(k, t) for k, t in names.items()])
op.execute("CREATE TYPE e AS ENUM (" + ", ".join(f"'{l}'" for l in ("x", "y")) + ")")
===
from sqlalchemy.dialects import mysql
op.alter_column('t', 'c', existing_type=mysql.TINYINT(1), nullable=False)
op.add_column('t', sa.Column('d', sa.Text().with_variant(mysql.LONGTEXT(), 'mysql')))
===
class Kind(enum.Enum):
    one = enum.auto()
    two = enum.auto()
    def __str__(self):
        return self.name
op.create_table('t', sa.Column('k', sa.Enum(Kind), nullable=False), sa.Column('l', sa.Enum(Kind)))
===
class Kind(enum.Enum):
    one = 1
    uno = 1
op.create_table('t', sa.Column('k', sa.Enum(Kind)))
===
op.bulk_insert(sa.table('t', sa.column('j', sa.JSON)), [{'j': None}])
===
t = sa.table('t', sa.column('b', sa.Boolean), sa.column('x', sa.Integer), sa.column('s', sa.String))
op.execute(t.update().values(x=t.c.x - 1, s=t.c.s).where(t.c.b))
op.execute(t.update().values(b=t.c.s == 'x').where(~t.c.b))
op.execute(t.update().values(b=False).where(t.c.b == True).where(t.c.b.is_(False)))
op.execute(t.update().values(b=sa.not_(t.c.b)).where(sa.not_(t.c.b)))
op.execute(t.update().values(b=t.c.x.notin_([1, 2])))
op.execute(t.update().values(b=t.c.x.in_([1, 2])))
op.execute(t.update().values(b=t.c.x.between(1, 2)))
op.execute(t.update().values(b=sa.and_(t.c.x > 1, t.c.b)))
op.execute(t.update().values(b=sa.not_(sa.or_(t.c.x > 1, t.c.b))))
op.execute(t.delete().where(t.c.x.notin_([1])).where(t.c.x.between(1,2)))
===
t = sa.table('t', sa.column('e', sa.Enum('a','b',name='ee')), sa.column('ts', sa.DateTime), sa.column('x', sa.Float))
op.execute(t.update().values(e='a').where(t.c.e == 'b').where(t.c.ts < datetime.datetime(2020,1,1)))
op.execute(t.update().where(t.c.x == 1).values(x=sa.cast(t.c.x, sa.Integer)))
===
op.create_check_constraint('c','t', ~sa.column('b', sa.Boolean) & sa.column('c', sa.Boolean))
===
op.create_index('i','t',['a'], postgresql_where=sa.column('is_active', sa.Boolean))
op.create_index('i','t',['a'], postgresql_where=sa.column('is_active', sa.Boolean) == sa.true())
op.create_index('i','t',['a'], postgresql_where=sa.not_(sa.column('is_active', sa.Boolean)))
===
op.create_index('i','t',[sa.not_(sa.column('b', sa.Boolean))])
===
op.create_index('i','t',[sa.column('b').in_([1]), sa.column('b') == 'x', sa.column('a').between(1, 2)])
===
op.create_index('i','t',[sa.column('b').notin_([1])])
===
op.create_index('i','t',[sa.and_(sa.column('b'), sa.column('c'))])
===
op.create_index('i','t',[sa.not_(sa.and_(sa.column('b') == 1, sa.column('c') == 2)), (sa.column('x') + sa.column('y')).desc()])
===
op.create_check_constraint('c','t', sa.column('a').between(sa.column('b') + 1, 5) & (sa.column('c') + 1 > 2 * 3))
===
op.create_check_constraint('c','t', sa.not_(sa.column('a').between(1, 2)))
===
op.create_check_constraint('c','t', sa.not_(sa.func.foo(sa.column('a'))) | (sa.func.foo(sa.column('a')) == sa.func.bar()))
===
op.create_check_constraint('c','t', sa.not_(sa.text('a > 1')))
===
op.create_check_constraint('c','t', sa.and_(sa.column('a').is_(None), sa.column('b').op('@>')('{}') == True))
===
op.create_check_constraint('c','t', sa.column('a') == sa.column('b') + 1)
===
op.create_check_constraint('c','t', sa.cast(sa.column('a'), sa.Integer) > 5)
===
op.create_check_constraint('c','t', sa.or_(sa.and_(sa.column('a') == 1, sa.column('b') == 2), sa.column('c') == 3))
===
op.create_index('i','t',[sa.not_(sa.column('b'))])
===
op.execute(sa.table('t', sa.column('b', sa.Boolean)).update().values(b=sa.not_(sa.column('z'))))
===
op.create_index('i','t',[sa.not_(sa.func.foo(sa.column('b')))])
===
op.create_check_constraint('c','t', sa.not_(sa.not_(sa.column('a'))) & sa.not_(sa.not_(sa.column('b', sa.Boolean))))
===
op.create_check_constraint('c','t', sa.not_(sa.column('b', sa.Boolean)) == sa.column('x', sa.Boolean))
===
op.create_check_constraint('c','t', sa.not_(sa.column('b')) == sa.column('x'))
===
op.create_check_constraint('c','t', (sa.column('b') == 1) == sa.not_(sa.column('x')))
===
op.create_check_constraint('c','t', sa.not_(sa.column('b').op('~')('x')))
===
op.create_check_constraint('c','t', sa.column('b').in_(['x']) == True)
===
op.create_check_constraint('c','t', sa.column('b').is_(sa.column('c') == 3))
===
op.create_check_constraint('c','t', (sa.column('b') > 1).is_(None) | sa.column('b').in_([sa.column('x') + 1, 5]))
===
import logging
logger = logging.getLogger("alembic")
logger.info("about to %s", "drop")
op.drop_table("a")
print("done")
===
op.execute(sa.func.foo('x'))
===
t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String))
op.execute(t.insert().values(name='x', id=3))
op.execute(t.update().values(name='x'))
op.execute(t.delete().where(t.c.id==3))
===
t = op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String))
op.execute(t.insert().values(name='x'))
===
t = op.create_table('t', sa.Column('id', sa.String, default='x', onupdate='z', primary_key=True), sa.Column('name', sa.String, onupdate='z'))
op.execute(t.update().values(id='x'))
===
t = op.create_table('t', sa.Column('id', sa.Integer), sa.Column('name', sa.String, default='y'))
op.bulk_insert(t, [{'id': 1}])
===
t = sa.table('t', sa.column('a', sa.String))
op.execute(t.update().where(t.c.a == op.inline_literal('x')).values(a=op.inline_literal('y')))
===
op.create_index('ix','t',[sa.func.lower(sa.column('a')).desc(), sa.text('a DESC NULLS LAST'), sa.func.lower(sa.text('b'))])
===
op.create_table('t', sa.Column('a', sa.Integer, sa.ForeignKey('o.id'), sa.ForeignKey('p.id')))
===
op.add_column('t', sa.Column('a', sa.Integer, sa.ForeignKey('o.id', use_alter=True, name='z')))
===
op.alter_column('t', 'c', server_default='x', existing_type=sa.Enum('a', native_enum=False, create_constraint=True, name='q'))
===
op.alter_column('t', 'c', type_=sa.Text(), existing_type=sa.Enum('a', native_enum=False, create_constraint=True))
===
op.alter_column('t', 'c', type_=sa.Text(), existing_type=sa.Enum('a', native_enum=False, create_constraint=True, name=op.f('q')), schema='a.b')
===
op.create_index('ix', 't', ['a'], postgresql_include=('b',), postgresql_with={})
===
op.drop_constraint('x','t','foreignkey')
===
op.create_table('t', sa.Column('a', sa.Integer, sa.Identity(), server_default='5'))
===
op.create_table('t', sa.Column('a', sa.Integer, sa.Identity(), primary_key=True, autoincrement=True), sa.Column('c', sa.Integer, sa.Computed('a', persisted=False)))
===
op.add_column('t', sa.Column('c', sa.Integer, primary_key=True, nullable=True))
===
op.create_table('t', sa.Column('a', sa.Text(50)), sa.Column('b', sa.Text(collation='C')), sa.Column('c', sa.LargeBinary(5)), sa.Column('d', postgresql.VARCHAR(5)), sa.Column('e', postgresql.NUMERIC(5,2)), sa.Column('f', postgresql.FLOAT(5)), sa.Column('g', sa.Interval(native=False)), sa.Column('h', postgresql.CIDR))
===
op.create_table('t', sa.Column('a', sa.Enum('a','b', name='x', length=5)), sa.Column('b', sa.Enum('a','b', name='y', native_enum=False, length=1)))
===
op.create_table('t', sa.Column('a', sa.String, server_default=Color.red.name), sa.Column('b', sa.Integer, server_default=str(Color.green.value)))
===
op.create_table('Tab"le', sa.Column('col"umn', sa.Integer), sa.Column('SELECT', sa.Integer, comment='x'))
===
op.create_table('t', sa.Column('', sa.Integer))
===
op.create_index('ix', 't', [sa.text("(data->>'x')"), sa.text("to_tsvector('english', body)")], postgresql_using='gin')
===
op.create_index('ix', 't', [sa.func.to_tsvector('english', sa.column('body'))], postgresql_using='gin')
===
op.create_index('ix', 't', [sa.func.date_trunc('day', sa.column('ts'))])
===
op.create_table('t', sa.Column('id', sa.Integer), sa.ForeignKeyConstraint(['id'], ['o.id'], onupdate='cascade', ondelete='no action', match='SIMPLE', postgresql_not_valid=True))
===
op.create_table('t', sa.Column('id', sa.BigInteger(), sa.Identity(always=False, start=1, nominvalue=True, nomaxvalue=True, cycle=False), nullable=True))
===
op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('parent', sa.Integer(), sa.ForeignKey('t.id')))
===
op.create_table('t', sa.Column('a', sa.Integer, unique=True, index=False), sa.Column('b', sa.Integer, unique=True, index=True))
===
op.add_column('t', sa.Column('c', sa.Integer(), primary_key=True))
===
op.add_column('t', sa.Column('c', sa.Boolean(), nullable=False, server_default=sa.sql.expression.true()))
===
op.create_check_constraint('ck', 't', sa.column('kind').in_(['a', 'b']))
===
op.create_check_constraint('ck', 't', sa.func.char_length(sa.column('a')) <= sa.func.coalesce(sa.column('b'), 5) + 1)
===
op.create_check_constraint('ck', 't', sa.column('a') != sa.column('b'))
===
op.create_check_constraint('ck', 't', sa.and_(sa.column('a') > 0.5, sa.column('b').ilike('%x')))
===
op.create_check_constraint('ck', 't', sa.or_(sa.text('a > 1 AND b'), sa.and_(sa.text('c'), sa.column('d').is_(sa.null()))))
===
op.create_check_constraint('ck', 't', sa.not_(sa.and_(sa.column('a') == 1, sa.column('b') == 2)) & ~sa.column('c').like('x'))
===
op.create_check_constraint('ck', 't', sa.column('a') - (sa.column('b') - sa.column('c')) == 1)
===
op.create_check_constraint('ck', 't', (sa.column('a') == sa.column('b')) == (sa.column('c') == True))
===
op.create_check_constraint('ck', 't', sa.column('a').op('->')('b').op('->>')('c') == 'd')
===
op.drop_constraint('t_a_key', 't', type_='unique', schema='s')
===
op.drop_constraint('x', 't', type_='nonsense')
===
op.create_primary_key(op.f('pk_t'), 't', ['a', 'Order'])
===
op.create_foreign_key('fk', 't', 'o', ['a', 'b'], ['x'])
===
op.create_table('t', sa.Column('e', postgresql.DOMAIN('email', sa.Text, check=sa.text("VALUE ~ '@'"), constraint_name='ck_email')))
===
op.create_table('t', sa.Column('e', postgresql.ENUM('a', "b'c", name='Weird Name')))
op.create_table('u', sa.Column('e', postgresql.ENUM('a', name='Weird Name', schema='s')), sa.Column('f', postgresql.ARRAY(postgresql.ENUM('a', name='Weird Name', schema='s'))))
===
op.create_table('t', sa.Column('e', sa.Enum('a', name='integer')))
===
op.create_table('t', sa.Column('c', sa.String(), server_default=sa.text("'a:b'")), sa.Column('d', sa.Time(), server_default=sa.text("'12:30'::time")), sa.Column('n', sa.Integer(), server_default=sa.text("nextval('s.seq'::regclass)")))
===
op.create_table('t', sa.Column('c', sa.Integer(), server_default=sa.Sequence('my_seq').next_value()))
'''


def printed(code):
    """What `alembic upgrade --sql` prints for the code, with the error that stops it."""
    output = io.StringIO()
    context = MigrationContext.configure(
        url="postgresql://",
        dialect_opts={"paramstyle": "named"},
        opts={"as_sql": True, "output_buffer": output, "literal_binds": True},
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
    probes = [{"code": code, "sql": printed(code)} for code in codes]
    path = pathlib.Path(__file__).with_name("usage-probes.json")
    path.write_text(json.dumps(probes, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
