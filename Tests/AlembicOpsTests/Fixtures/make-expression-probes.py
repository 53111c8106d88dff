"""Asks SQLAlchemy how it writes the constructs below offline; writes expression-probes.json beside this file.

Run it with a Python that has Alembic 1.20.1 and SQLAlchemy 2.1.9: `python make-expression-probes.py`. With SQLAlchemy 2.0 and
the argument `--compare` it writes nothing and prints where the two differ.
"""

import io
import json
import pathlib
import sys
import warnings

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

IMPORTS = """
import datetime, decimal, enum, uuid
from alembic import op
import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.dialects import postgresql

class Color(enum.Enum):
    red = 1
    green = 2
"""

PRELUDE = """
t = sa.table('t', sa.column('id', sa.Integer), sa.column('a', sa.Integer), sa.column('b', sa.BigInteger), sa.column('name', sa.String), sa.column('note', sa.Text()), sa.column('flag', sa.Boolean()), sa.column('on', sa.Date), sa.column('at', sa.DateTime()), sa.column('price', sa.Numeric(10, 2)), sa.column('rate', sa.Float), sa.column('uid', sa.Uuid()), sa.column('data', sa.JSON()), sa.column('doc', postgresql.JSONB()), sa.column('tags', postgresql.ARRAY(sa.String())), sa.column('nums', sa.ARRAY(sa.Integer)), sa.column('color', sa.Enum(Color, name='color')), sa.column('blob', sa.LargeBinary()), sa.column('pg', postgresql.JSON()), sa.column('span', sa.Interval()), sa.column('hour', sa.Time()))
u = sa.table('u', sa.column('id', sa.Integer), sa.column('t_id', sa.Integer), sa.column('name', sa.String(50)), sa.column('user', sa.String))
n = sa.table('n', sa.column('x'), sa.column('y'), sa.column('Mixed'), schema='s')
m = sa.Table('m', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(20)), sa.Column('done', sa.Boolean, server_default='0'))
"""

# What is selected: `op.execute(sa.select(…))`.
SELECTED = r'''
t.c.id
t.c.a + 1
t.c.a + 1 + 2
t.c.a + (t.c.b + 2)
t.c.a - 1 - 2
t.c.a - (t.c.b - 2)
t.c.a * 2 + 1
t.c.a * (t.c.b + 1)
(t.c.a + 1) * (t.c.b - 1)
t.c.a / 2
t.c.a / t.c.b
t.c.price / 2
t.c.rate / t.c.a
t.c.a // 2
t.c.price // 2
t.c.a % 2
-t.c.a
-(t.c.a + 1)
1 + t.c.a
10 - t.c.a
2 * t.c.a
1 - t.c.a * 2
t.c.price * 1.5
t.c.price + decimal.Decimal('1.50')
t.c.rate * 2
t.c.name + 'x'
'x' + t.c.name
t.c.name + 'x' + 'y'
t.c.name + t.c.note
t.c.name + (t.c.note + 'z')
t.c.name.concat('x')
t.c.name.concat(t.c.a)
n.c.x + 1
n.c.x + 'a'
n.c.x + n.c.y
n.c.x - 1
n.c.x * 2.5
t.c.on + 1
t.c.on - t.c.on
t.c.at - t.c.at
t.c.at + datetime.timedelta(days=1)
t.c.flag
~t.c.flag
t.c.flag == True
t.c.a.label('z')
(t.c.a + 1).label('z')
(t.c.a + 1).label('select')
t.c.a.label('Z z')
sa.literal(1)
sa.literal('a')
sa.literal('a').label('b')
sa.literal(True)
sa.literal(None)
sa.literal(1.5)
sa.literal(datetime.date(2020, 1, 2))
sa.literal(datetime.datetime(2020, 1, 2, 3, 4, 5))
sa.literal(uuid.UUID('00000000-0000-0000-0000-000000000001'))
sa.literal('x', sa.String(5))
sa.literal('x', type_=sa.Text())
sa.literal_column('1')
sa.literal_column('1').label('one')
sa.literal_column("'a'", sa.String) + 'b'
sa.literal_column('a + b') * 2
sa.text('1')
sa.text('a, b')
sa.null()
sa.true()
sa.false()
sa.null().label('n')
sa.bindparam('v', 1)
sa.bindparam('v', 'x', sa.String)
sa.bindparam(None, 'x')
sa.column('a')
sa.column('a') + 1
sa.column('A')
sa.column('a', sa.String) + 'x'
sa.cast(t.c.a, sa.String)
sa.cast(t.c.a, sa.String(10))
sa.cast(t.c.a, sa.Numeric(10, 2))
sa.cast('1', sa.Integer)
sa.cast(1, sa.String)
sa.cast(None, sa.Integer)
sa.cast('2020-01-01', sa.Date)
sa.cast(t.c.name, postgresql.UUID())
sa.cast(t.c.name, sa.Uuid)
sa.cast(t.c.a, sa.DateTime(timezone=True))
sa.cast(t.c.doc, sa.Text)
sa.cast('{}', postgresql.JSONB)
sa.cast(t.c.name, sa.Enum('a', 'b', name='kind'))
sa.cast(t.c.name, postgresql.ENUM('a', 'b', name='kind', create_type=False))
sa.cast(t.c.tags, postgresql.ARRAY(sa.Text))
sa.cast(t.c.a + 1, sa.Float)
sa.cast(t.c.a, sa.Integer) + 1
sa.cast(t.c.name, sa.String(collation='C'))
t.c.a.cast(sa.String)
t.c.a.cast(sa.String) + 'x'
sa.type_coerce(t.c.a, sa.String)
sa.type_coerce(t.c.a, sa.String) + 'x'
sa.type_coerce('x', sa.String)
sa.case((t.c.a == 1, 'one'), else_='many')
sa.case((t.c.a == 1, 'one'), (t.c.a == 2, 'two'))
sa.case((t.c.a > 1, t.c.b), else_=0)
sa.case({1: 'one', 2: 'two'}, value=t.c.a, else_='many')
sa.case({'x': 1, 'y': 2}, value=t.c.name)
sa.case((t.c.flag, 1), else_=None)
sa.case((t.c.flag.is_(True), t.c.name), else_=sa.null())
sa.case((t.c.a == 1, sa.literal_column("'x'")), else_=sa.text("'y'"))
sa.case((sa.and_(t.c.a == 1, t.c.b == 2), True), else_=False)
sa.case((t.c.a == 1, 1), else_=0).label('n')
sa.case((t.c.a == 1, 1), else_=0) + 1
func.count()
func.count('*')
func.count(t.c.id)
func.count(t.c.id.distinct())
func.count(sa.distinct(t.c.id))
func.count(t.c.id).label('n')
func.count(1)
func.now()
func.current_timestamp()
func.current_date()
func.CURRENT_TIMESTAMP()
func.current_user()
func.localtimestamp()
func.localtime()
func.session_user()
func.sysdate()
func.NOW()
func.coalesce(t.c.a, 0)
func.coalesce(t.c.a, 0) + 1
func.coalesce(t.c.name, '')
func.coalesce(t.c.name, '') + 'x'
func.coalesce(None, t.c.name)
func.max(t.c.a)
func.max(t.c.a) + 1
func.min(t.c.name) + 'x'
func.sum(t.c.a)
func.avg(t.c.a)
func.lower(t.c.name)
func.lower(t.c.name) + 'x'
func.upper('x')
func.length(t.c.name)
func.length(t.c.name) + 1
func.char_length(t.c.name)
func.char_length(t.c.name) + 1
func.concat(t.c.name, ' ', t.c.note)
func.concat(t.c.name, 1) + 'x'
func.random()
func.random() + 1
func.gen_random_uuid()
func.uuid_generate_v4()
func.substring(t.c.name, 1, 2)
func.substring(t.c.name, 2)
func.substr(t.c.name, 1)
func.trim(t.c.name)
func.replace(t.c.name, 'a', "b'c")
func.split_part(t.c.name, '.', 1)
func.nullif(t.c.name, '')
func.round(t.c.price, 2)
func.pow(t.c.a, 2)
t.c.a ** 2
func.date_trunc('day', t.c.at)
func.to_char(t.c.at, 'YYYY')
func.extract('year', t.c.at)
sa.extract('year', t.c.at)
sa.extract('epoch', t.c.at) * 1000
func.to_timestamp(1.5)
func.timezone('utc', func.now())
func.jsonb_build_object('a', t.c.a, 'b', 1)
func.json_build_object('a', None)
func.jsonb_set(t.c.doc, '{a}', '1')
func.row_to_json(t.c.doc)
func.array_agg(t.c.name)
func.array_agg(t.c.name)[1]
func.array_length(t.c.tags, 1)
func.string_agg(t.c.name, ',')
func.aggregate_strings(t.c.name, ',')
func.unnest(t.c.tags)
func.generate_series(1, 5)
func.md5(func.concat(t.c.name, t.c.note))
func.my_schema.my_function(1, 'a')
func.Mixed_Case(1)
func.cast(t.c.a, sa.String)
func.greatest(t.c.a, t.c.b, 3)
func.f(True)
func.f(None)
func.f(datetime.date(2020, 1, 1))
func.f(type_=sa.String) + 'x'
func.f(1, type_=sa.Integer) + 1
func.f(t.c.a == 1)
func.f(t.c.a + 1)
func.f(sa.text('a'))
func.f(sa.literal_column('a'))
func.count().filter(t.c.a > 1)
func.count(t.c.id).filter(t.c.a > 1, t.c.flag)
func.sum(t.c.a).over(partition_by=t.c.name)
func.row_number().over(partition_by=t.c.name, order_by=t.c.id)
func.row_number().over(partition_by=[t.c.name, t.c.note], order_by=[t.c.id.desc(), t.c.a]).label('rn')
func.row_number().over()
func.rank().over(order_by=sa.desc(t.c.a))
func.sum(t.c.a).over(order_by=t.c.id, rows=(None, 0))
func.sum(t.c.a).over(order_by=t.c.id, rows=(-1, 1))
func.sum(t.c.a).over(order_by=t.c.id, range_=(None, None))
func.lag(t.c.a).over(order_by=t.c.id) + 1
func.percentile_cont(0.5).within_group(t.c.a)
func.percentile_disc(0.5).within_group(t.c.a.desc())
func.mode().within_group(t.c.name)
func.array_agg(postgresql.aggregate_order_by(t.c.name, t.c.id.desc()))
sa.over(func.count(), partition_by=t.c.a)
sa.within_group(func.mode(), t.c.a)
sa.distinct(t.c.a)
t.c.a.distinct()
t.c.name.collate('C')
sa.collate(t.c.name, 'de_DE')
t.c.name.collate('C') + 'x'
t.c.name.op('||')('x')
t.c.name.op('||')(t.c.note)
t.c.a.op('&')(1)
t.c.a.op('&')(1) + 2
t.c.a.op('+', precedence=7)(1)
t.c.doc.op('->')('a')
t.c.doc.op('->>')('a')
t.c.doc.op('->')('a').op('->>')('b')
t.c.doc['a']
t.c.doc['a']['b']
t.c.doc['a'].astext
t.c.doc['a']['b'].astext
t.c.doc['a'].astext + 'x'
t.c.doc[('a', 'b')]
t.c.doc[('a', 'b')].astext
t.c.doc[1]
t.c.pg['a']
t.c.pg['a'].astext
t.c.pg['a']['b']
t.c.pg[0].astext
t.c.data['a']
t.c.data['a']['b']
t.c.data['a'].as_string()
t.c.data['a'].as_integer()
t.c.data['a'].as_float()
t.c.data['a'].as_boolean()
t.c.data['a'].as_json()
t.c.data[('a', 'b')].as_string()
t.c.doc['a'].as_string()
t.c.doc['a'].as_integer()
sa.cast(t.c.doc['a'].astext, sa.Integer)
t.c.doc['a'].astext.cast(sa.Integer)
sa.cast(t.c.data, postgresql.JSONB)['a']
sa.cast(t.c.data, postgresql.JSONB)['a'].astext
func.jsonb_f(t.c.a, type_=postgresql.JSONB)['a'].astext
t.c.doc.concat(t.c.doc)
t.c.doc + t.c.doc
t.c.doc - 'a'
t.c.tags[1]
t.c.tags[1:2]
t.c.nums[1] + 1
t.c.tags + t.c.tags
t.c.tags.concat(t.c.tags)
postgresql.array([1, 2])
postgresql.array(['a', 'b'])
postgresql.array([t.c.a, 1])
postgresql.array([], type_=sa.Integer)
postgresql.array([1, 2])[1]
sa.literal(['a', 'b'], postgresql.ARRAY(sa.String))
sa.literal([1, 2], sa.ARRAY(sa.Integer))
sa.literal(b'abc', sa.LargeBinary)
sa.literal('red', sa.Enum(Color, name='color'))
sa.literal(Color.red, sa.Enum(Color, name='color'))
sa.literal({'a': 1}, sa.JSON)
sa.literal(datetime.timedelta(days=1, seconds=5), sa.Interval)
sa.literal(datetime.time(1, 2, 3))
sa.literal('2020-01-01', sa.Date)
sa.literal("it's")
sa.literal('a%b')
sa.literal('a:b')
sa.literal('a\\b')
sa.tuple_(t.c.a, t.c.b)
sa.not_(t.c.a == 1)
sa.select(u.c.id).where(u.c.t_id == t.c.id).scalar_subquery()
sa.select(u.c.id).where(u.c.t_id == t.c.id).scalar_subquery().label('uid')
sa.select(func.max(u.c.id)).scalar_subquery() + 1
sa.select(u.c.id).where(u.c.t_id == t.c.id).limit(1).scalar_subquery()
sa.select(u.c.name).label('x')
sa.exists().where(u.c.t_id == t.c.id)
sa.exists(sa.select(u.c.id).where(u.c.t_id == t.c.id))
sa.select(u.c.id).where(u.c.t_id == t.c.id).exists()
t.c.a.between(1, 2)
t.c.a == 1
(t.c.a == 1).label('one')
t.c.name.regexp_replace('a', 'b')
t.c.name.regexp_replace('a', 'b', 'g')
t.c.a.bitwise_and(1)
t.c.a.bitwise_or(1)
t.c.a.bitwise_xor(1)
t.c.a.bitwise_not()
t.c.a.bitwise_lshift(1)
t.c.a.bitwise_rshift(1)
t.c.span * 2
t.c.span + t.c.at
sa.try_cast(t.c.a, sa.Integer)
t.c.id, t.c.id
t.c.id, u.c.id
t.c.name, u.c.name, m.c.name
func.count(), func.count()
func.count(t.c.a), func.max(t.c.a), func.max(t.c.b), t.c.a + 1, t.c.b + 1
t.c.a + 1, t.c.a.label('x'), sa.literal(1), sa.literal(2)
sa.cast(t.c.a, sa.String), sa.cast(t.c.b, sa.String)
sa.cast(t.c.a, sa.String), t.c.a
t, u.c.id
m
sa.func.count(m.c.id), m.c.name
t.c.color
sa.literal(1).op('+')(2)
sa.distinct(t.c.a), t.c.b
func.lower(func.trim(t.c.name))
func.coalesce(func.max(t.c.a), 0) + 1
func.json_extract_path_text(t.c.pg, 'a', 'b')
func.now() - datetime.timedelta(days=7)
func.now() - sa.text("interval '1 day'")
func.now() + func.make_interval(0, 0, 0, 1)
sa.literal_column('now()') - t.c.at
func.date(t.c.at)
func.position(sa.text("'a' IN name"))
sa.column('a').op('->>')('k')
sa.text("'x'").label('y')
sa.func.to_tsvector('english', t.c.name)
sa.func.to_tsquery('a')
'''

# Conditions: `op.execute(sa.delete(t).where(…))`.
CONDITIONS = r'''
t.c.id == 1
1 == t.c.id
t.c.id != 1
t.c.id > 1
t.c.id >= 1
t.c.id < 1
t.c.id <= 1
1 < t.c.id
t.c.id == t.c.a
t.c.id == u.c.id
t.c.name == 'x'
t.c.name == "it's"
t.c.name == None
t.c.name != None
t.c.name == sa.null()
t.c.name.is_(None)
t.c.name.isnot(None)
t.c.name.is_not(None)
t.c.flag.is_(True)
t.c.flag.is_(False)
t.c.flag.is_(sa.true())
t.c.flag.is_not(True)
t.c.flag == True
t.c.flag == False
t.c.flag == sa.true()
t.c.flag == sa.false()
t.c.flag != True
t.c.flag
~t.c.flag
sa.not_(t.c.flag)
sa.true()
sa.false()
sa.not_(sa.true())
t.c.name.is_distinct_from('x')
t.c.name.is_distinct_from(None)
t.c.name.isnot_distinct_from('x')
t.c.name.is_not_distinct_from(None)
sa.not_(t.c.name.is_distinct_from('x'))
t.c.id.in_([1, 2])
t.c.id.in_([1])
t.c.id.in_((1, 2, 3))
t.c.id.in_([])
t.c.id.not_in([1, 2])
t.c.id.notin_([1, 2])
t.c.id.not_in([])
~t.c.id.in_([1, 2])
~t.c.id.in_([])
sa.not_(t.c.id.in_([1]))
t.c.name.in_(['a', "b'c"])
t.c.name.in_([None, 'a'])
n.c.x.in_([1, 'a'])
n.c.x.in_([])
n.c.x.in_(['a', 'b'])
t.c.uid.in_(['00000000-0000-0000-0000-000000000001'])
t.c.flag.in_([True, False])
t.c.id.in_(sa.select(u.c.t_id))
t.c.id.not_in(sa.select(u.c.t_id))
~t.c.id.in_(sa.select(u.c.t_id).where(u.c.name == 'x'))
t.c.id.in_(sa.select(u.c.t_id).where(u.c.name == t.c.name))
t.c.id.in_(sa.select(sa.func.min(t.c.id)).group_by(t.c.name))
t.c.id.in_([t.c.a, t.c.b])
t.c.id.in_([t.c.a, 5])
t.c.id.in_([sa.literal(1), 2])
t.c.id.in_(sa.bindparam('ids', [1, 2], expanding=True))
t.c.id.in_(sa.text('SELECT 1'))
t.c.name.in_(sa.select(u.c.name).union(sa.select(m.c.name)))
sa.tuple_(t.c.id, t.c.a).in_([(1, 2), (3, 4)])
sa.tuple_(t.c.id, t.c.name).in_([(1, 'a')])
sa.tuple_(t.c.id, t.c.a).in_([])
sa.tuple_(t.c.id, t.c.a).in_(sa.select(u.c.id, u.c.t_id))
sa.tuple_(t.c.id, t.c.a) == sa.tuple_(1, 2)
sa.tuple_(t.c.id, t.c.a) > sa.tuple_(1, 2)
sa.tuple_(t.c.id, t.c.a) == (1, 2)
t.c.name.like('a%')
t.c.name.like('a/%', escape='/')
t.c.name.ilike('a%')
t.c.name.ilike('a#%', escape='#')
t.c.name.not_like('a%')
t.c.name.notlike('a%')
t.c.name.notilike('a%')
t.c.name.not_ilike('a%')
~t.c.name.like('a%')
~t.c.name.ilike('a%')
t.c.name.startswith('a')
t.c.name.startswith('a%', autoescape=True)
t.c.name.startswith(t.c.note)
t.c.name.endswith('a')
t.c.name.endswith('a_b', autoescape=True)
t.c.name.contains('a')
t.c.name.contains('a/b%', autoescape=True)
t.c.name.contains('a', escape='#')
t.c.name.icontains('a')
t.c.name.istartswith('a')
t.c.name.iendswith('a')
~t.c.name.startswith('a')
~t.c.name.contains('a')
sa.not_(t.c.name.endswith('a'))
t.c.name.match('a')
t.c.name.match('a', postgresql_regconfig='english')
~t.c.name.match('a')
t.c.name.regexp_match('^a')
t.c.name.regexp_match('^a', flags='i')
~t.c.name.regexp_match('^a')
t.c.a.between(1, 2)
~t.c.a.between(1, 2)
sa.between(t.c.a, 1, 2)
t.c.a.between(t.c.b + 1, t.c.b * 2)
t.c.a.between(1, 2, symmetric=True)
t.c.on.between(datetime.date(2020, 1, 1), datetime.date(2020, 12, 31))
sa.and_(t.c.a == 1, t.c.b == 2)
sa.or_(t.c.a == 1, t.c.b == 2)
(t.c.a == 1) & (t.c.b == 2)
(t.c.a == 1) | (t.c.b == 2)
(t.c.a == 1) & (t.c.b == 2) & (t.c.name == 'x')
(t.c.a == 1) & ((t.c.b == 2) | (t.c.name == 'x'))
((t.c.a == 1) & (t.c.b == 2)) | (t.c.name == 'x')
sa.and_(t.c.a == 1, sa.or_(t.c.b == 2, t.c.b == 3))
sa.or_(sa.and_(t.c.a == 1, t.c.b == 2), t.c.b == 3)
sa.and_(sa.and_(t.c.a == 1, t.c.b == 2), t.c.b == 3)
sa.or_(sa.or_(t.c.a == 1, t.c.b == 2), t.c.b == 3)
sa.not_(sa.and_(t.c.a == 1, t.c.b == 2))
sa.not_(sa.or_(t.c.a == 1, t.c.b == 2))
~((t.c.a == 1) | (t.c.b == 2))
sa.not_(sa.not_(t.c.a == 1))
sa.not_(t.c.a + 1)
sa.not_(t.c.name == 'x')
sa.not_(t.c.a > 1)
sa.not_(sa.func.f(t.c.a))
sa.not_(sa.func.f(t.c.a, type_=sa.Boolean))
sa.not_(sa.column('x'))
sa.and_(t.c.flag, t.c.a == 1)
sa.or_(~t.c.flag, t.c.a == 1)
sa.and_(True, t.c.a == 1)
sa.and_(sa.true(), t.c.a == 1)
sa.and_(False, t.c.a == 1)
sa.or_(False, t.c.a == 1)
sa.or_(True, t.c.a == 1)
sa.or_(sa.false(), t.c.a == 1, t.c.b == 2)
sa.and_(sa.true())
sa.or_(sa.false())
sa.and_(t.c.a == 1)
sa.and_(*[t.c.a == 1, t.c.b == 2])
sa.and_(t.c.a == 1, sa.text('b = 2'))
sa.and_(sa.text('a = 1 OR a = 2'), t.c.b == 2)
sa.or_(sa.text('a = 1'), sa.text('b = 2'))
sa.text('a = 1')
sa.text('a = :v').bindparams(v=1)
sa.text("a = ':v' AND b = \\:v").bindparams(v='x')
sa.text('a IN :v').bindparams(sa.bindparam('v', [1, 2], expanding=True))
sa.text('a IN :v').bindparams(sa.bindparam('v', ['a', 'b'], expanding=True))
sa.text('a = :v').bindparams(sa.bindparam('v', 'x', sa.String))
sa.literal_column('a = 1')
sa.literal_column('a') == 1
sa.column('zz') == 5
sa.column('zz', sa.String) == 'x'
n.c.x == 1
n.c.x == 'a'
n.c.x == True
n.c.Mixed == 1.5
n.c.x == datetime.date(2020, 1, 1)
t.c.on == datetime.date(2020, 1, 1)
t.c.on == '2020-01-01'
t.c.at < datetime.datetime(2020, 1, 1, 2, 3, 4, 500)
t.c.at < func.now()
t.c.at < func.now() - datetime.timedelta(days=1)
t.c.price > decimal.Decimal('1.50')
t.c.price > 1
t.c.rate > 0.5
t.c.rate > 1e20
t.c.a == 1.5
t.c.a == '1'
t.c.a == True
t.c.name == 1
t.c.name == True
t.c.uid == uuid.UUID('00000000-0000-0000-0000-000000000001')
t.c.uid == '00000000-0000-0000-0000-000000000001'
t.c.color == 'red'
t.c.color == Color.green
t.c.color.in_([Color.green, Color.red])
t.c.blob == b'abc'
t.c.data == None
t.c.doc == sa.null()
t.c.doc == {'a': 1}
t.c.doc == '{}'
t.c.doc.contains({'a': 1})
t.c.doc.contains('{"a": 1}')
t.c.doc.has_key('a')
t.c.doc.has_any(postgresql.array(['a', 'b']))
t.c.doc.has_all(postgresql.array(['a', 'b']))
t.c.doc.contained_by({'a': 1})
t.c.doc.op('?')('a')
t.c.doc.op('@>')('{"a": 1}')
~t.c.doc.has_key('a')
t.c.doc['a'].astext == 'x'
t.c.doc['a'].astext.is_(None)
t.c.doc['a']['b'].astext == 'x'
t.c.pg['a'].astext == 'x'
t.c.data['a'].as_string() == 'x'
t.c.doc['a'].astext.in_(['x', 'y'])
t.c.doc['a'].astext.cast(sa.Integer) > 1
t.c.doc['a'].is_(None)
t.c.tags.contains(['a'])
t.c.tags.contained_by(['a', 'b'])
t.c.tags.overlap(['a', 'b'])
t.c.tags.contains(postgresql.array(['a']))
t.c.tags.any('a')
t.c.tags.all('a')
t.c.nums.any(5)
t.c.nums.any(5, operator=sa.sql.operators.lt)
'a' == sa.any_(t.c.tags)
sa.any_(t.c.tags) == 'a'
5 == sa.all_(t.c.nums)
t.c.id == sa.any_(t.c.nums)
t.c.id == sa.any_(sa.select(u.c.id).scalar_subquery())
t.c.id == func.any(t.c.nums)
t.c.tags == ['a', 'b']
t.c.tags[1] == 'a'
sa.exists().where(u.c.t_id == t.c.id)
~sa.exists().where(u.c.t_id == t.c.id)
sa.not_(sa.exists(sa.select(u.c.id).where(u.c.t_id == t.c.id)))
sa.exists(sa.select(1).where(u.c.t_id == t.c.id))
sa.exists(sa.select(sa.literal(1)).select_from(u).where(u.c.t_id == t.c.id))
sa.exists(u.c.id).where(u.c.t_id == t.c.id)
sa.select(u.c.id).where(u.c.t_id == t.c.id).exists()
~sa.select(u.c.id).where(u.c.t_id == t.c.id).exists()
sa.and_(t.c.a == 1, sa.exists().where(u.c.t_id == t.c.id))
sa.exists().where(sa.and_(u.c.t_id == t.c.id, u.c.name == 'x'))
t.c.id == sa.select(u.c.t_id).where(u.c.name == 'x').scalar_subquery()
t.c.id == sa.select(func.max(u.c.t_id)).scalar_subquery()
t.c.id > sa.select(func.max(u.c.t_id)).where(u.c.name == t.c.name).scalar_subquery()
func.lower(t.c.name) == 'x'
func.lower(t.c.name).like('x%')
func.lower(t.c.name).in_(['x', 'y'])
func.length(t.c.name) > 5
func.length(t.c.name) == 0
func.coalesce(t.c.a, 0) > 1
func.coalesce(t.c.name, '') == ''
func.coalesce(t.c.flag, False)
func.f(t.c.a)
func.f(t.c.a, type_=sa.Boolean)
sa.case((t.c.a == 1, True), else_=False)
sa.case((t.c.a == 1, 1), else_=2) == 1
sa.cast(t.c.name, sa.Integer) == 1
sa.cast(t.c.name, sa.Integer).in_([1, 2])
sa.cast(t.c.name, sa.Boolean)
t.c.a + 1 == 2
t.c.a == t.c.b + 1
(t.c.a == 1) == (t.c.b == 2)
(t.c.a > 1) == True
t.c.a.op('=')(1)
t.c.a.op('&')(1) == 1
(t.c.a.op('&')(1)) != 0
t.c.name.op('~')('^a')
t.c.name.op('~*')('^a')
t.c.name.op('similar to', is_comparison=True)('a')
t.c.name.bool_op('~')('^a')
~t.c.name.bool_op('~')('^a')
~(t.c.name.op('~')('^a'))
sa.and_(t.c.name.op('~')('^a'), t.c.a == 1)
t.c.name.op('=')('x') & (t.c.a == 1)
t.c.name + 'x' == 'yx'
t.c.name == t.c.note + 'x'
-t.c.a == 1
t.c.a == -1
t.c.a == -t.c.b
t.c.a % 2 == 0
t.c.a.in_([1]) == True
t.c.name.collate('C') == 'x'
t.c.name.like(func.concat('%', t.c.note))
t.c.name.like('%' + t.c.note)
t.c.name == sa.bindparam('v', 'x')
t.c.name == sa.literal('x')
t.c.name == sa.text("'x'")
t.c.name == sa.literal_column("'x'")
t.c.name == func.upper('x')
t.c.a == sa.cast('1', sa.Integer)
sa.extract('year', t.c.on) == 2020
sa.or_(t.c.name == None, t.c.name == '')
sa.or_(t.c.name.is_(None), sa.not_(t.c.flag))
sa.or_(t.c.id.notin_([1]), t.c.a == 2)
sa.and_(t.c.id.in_([]), t.c.a == 2)
sa.and_(t.c.name.like('a'), t.c.name.ilike('b'))
sa.and_(t.c.a.between(1, 2), t.c.b == 1)
sa.not_(sa.and_(t.c.flag, t.c.a == 1))
sa.and_(t.c.a == 1, t.c.b == 2).self_group()
t.c.doc['a'].as_boolean()
t.c.flag & t.c.flag
t.c.flag | (t.c.a == 1)
t.c.name.is_('x')
t.c.a.is_(sa.null())
m.c.id == t.c.id
t.c.a == n.c.x
n.c.x == n.c.y
'''

# Statements.
STATEMENTS = r'''
op.execute(sa.select(1))
op.execute(sa.select(sa.literal(1)).where(t.c.id == 1))
op.execute(sa.select(t))
op.execute(sa.select(t.c.id, u.c.name))
op.execute(t.select())
op.execute(t.select().where(t.c.id == 1))
op.execute(sa.select(t.c.id).where(t.c.a == 1, t.c.b == 2))
op.execute(sa.select(t.c.id).where(t.c.a == 1).where(sa.or_(t.c.b == 2, t.c.b == 3)))
op.execute(sa.select(t.c.id).where(sa.and_(t.c.a == 1, t.c.b == 2)).where(t.c.name == 'x'))
op.execute(sa.select(t.c.id).where(sa.true()))
op.execute(sa.select(t.c.id).where(sa.true(), t.c.a == 1))
op.execute(sa.select(t.c.id).where(sa.false(), t.c.a == 1))
op.execute(sa.select(t.c.id).distinct())
op.execute(sa.select(t.c.id).distinct(t.c.a))
op.execute(sa.select(t.c.id).distinct(t.c.a, t.c.b).order_by(t.c.a))
op.execute(sa.select(t.c.id).order_by(t.c.a))
op.execute(sa.select(t.c.id).order_by(t.c.a.desc(), t.c.b.asc()))
op.execute(sa.select(t.c.id).order_by(sa.desc(t.c.a), sa.asc(t.c.b)))
op.execute(sa.select(t.c.id).order_by(sa.desc('id')))
op.execute(sa.select(t.c.id).order_by('id'))
op.execute(sa.select(t.c.id).order_by('a'))
op.execute(sa.select(t.c.id).order_by(sa.text('a DESC')))
op.execute(sa.select(t.c.id).order_by(t.c.a.nulls_first()))
op.execute(sa.select(t.c.id).order_by(t.c.a.desc().nulls_last()))
op.execute(sa.select(t.c.id).order_by(sa.nullsfirst(t.c.a)))
op.execute(sa.select((t.c.a + 1).label('z')).order_by('z'))
op.execute(sa.select((t.c.a + 1).label('z')).order_by(sa.desc('z')))
z = (t.c.a + 1).label('z')
op.execute(sa.select(z).order_by(z))
z = (t.c.a + 1).label('z')
op.execute(sa.select(z).order_by(z.desc()))
z = (t.c.a + 1).label('z')
op.execute(sa.select(z).group_by(z))
z = func.count(t.c.id).label('z')
op.execute(sa.select(t.c.name, z).group_by(t.c.name).having(z > 1).order_by(z))
op.execute(sa.select((t.c.a + 1).label('z')).where(sa.column('z') > 1))
op.execute(sa.select(t.c.id).order_by(t.c.a + 1))
op.execute(sa.select(t.c.id).order_by(func.lower(t.c.name)))
op.execute(sa.select(t.c.id).limit(5))
op.execute(sa.select(t.c.id).limit(5).offset(2))
op.execute(sa.select(t.c.id).offset(2))
op.execute(sa.select(t.c.id).order_by(t.c.id).limit(1))
op.execute(sa.select(t.c.id).limit(func.f(1)))
op.execute(sa.select(t.c.id).fetch(5))
op.execute(sa.select(t.c.id).slice(1, 3))
op.execute(sa.select(t.c.name, func.count()).group_by(t.c.name))
op.execute(sa.select(t.c.name, func.count().label('n')).group_by(t.c.name).having(func.count() > 1))
op.execute(sa.select(t.c.name).group_by(t.c.name, t.c.note).having(sa.and_(func.count() > 1, func.max(t.c.a) < 5)))
op.execute(sa.select(t.c.name).group_by('name'))
op.execute(sa.select(func.count()).select_from(t))
op.execute(sa.select(func.count(t.c.id)))
op.execute(sa.select(func.count('*')).select_from(t).where(t.c.a == 1))
op.execute(sa.select(sa.text('a')).select_from(t))
op.execute(sa.select(sa.text('a')).select_from(sa.text('x')))
op.execute(sa.select(sa.text('a'), t.c.id).where(sa.text('b = 1')))
op.execute(sa.select(sa.column('a')).select_from(sa.table('x')))
op.execute(sa.select('*').select_from(t))
op.execute(sa.select(t.c.id).with_for_update())
op.execute(sa.select(t.c.id).with_for_update(nowait=True))
op.execute(sa.select(t.c.id).with_for_update(skip_locked=True))
op.execute(sa.select(t.c.id).with_for_update(read=True))
op.execute(sa.select(t.c.id).with_for_update(key_share=True))
op.execute(sa.select(t.c.id).with_for_update(of=t))
op.execute(sa.select(t.c.id, u.c.name).select_from(t.join(u, t.c.id == u.c.t_id)))
op.execute(sa.select(t.c.id).join(u, t.c.id == u.c.t_id))
op.execute(sa.select(t.c.id, u.c.id).join(u, t.c.id == u.c.t_id))
op.execute(sa.select(t.c.id).join(u, sa.and_(t.c.id == u.c.t_id, u.c.name == 'x')))
op.execute(sa.select(t.c.id).outerjoin(u, t.c.id == u.c.t_id))
op.execute(sa.select(t.c.id).join(u, t.c.id == u.c.t_id, isouter=True))
op.execute(sa.select(t.c.id).join(u, t.c.id == u.c.t_id, full=True))
op.execute(sa.select(t.c.id).select_from(sa.join(t, u, t.c.id == u.c.t_id).outerjoin(m, m.c.id == u.c.id)))
op.execute(sa.select(t.c.id).select_from(sa.outerjoin(t, u, t.c.id == u.c.t_id)))
op.execute(sa.select(t.c.id).select_from(t.outerjoin(u, t.c.id == u.c.t_id)).where(u.c.id == None))
op.execute(sa.select(t.c.id).select_from(t).join(u, t.c.id == u.c.t_id).where(u.c.name == 'x'))
op.execute(sa.select(t.c.id).join_from(t, u, t.c.id == u.c.t_id))
op.execute(sa.select(t.c.id).select_from(t.join(u.join(m, m.c.id == u.c.id), t.c.id == u.c.t_id)))
a = t.alias('x')
op.execute(sa.select(a.c.id).where(a.c.a == 1))
a = t.alias()
op.execute(sa.select(a.c.id).where(a.c.a == 1))
a = t.alias()
b = t.alias()
op.execute(sa.select(a.c.id, b.c.id).where(a.c.a == b.c.b))
a = t.alias('select')
op.execute(sa.select(a.c.id))
a = n.alias()
op.execute(sa.select(a.c.x, n.c.y))
a = sa.alias(t, 'q')
op.execute(sa.select(t.c.id).join(a, a.c.id == t.c.a))
s = sa.select(t.c.id, t.c.name).where(t.c.a == 1).subquery()
op.execute(sa.select(s))
s = sa.select(t.c.id, t.c.name).where(t.c.a == 1).subquery('q')
op.execute(sa.select(s.c.name).where(s.c.id > 1))
s = sa.select(t.c.id, func.count().label('n')).group_by(t.c.id).subquery()
op.execute(sa.select(u.c.id).join(s, s.c.id == u.c.t_id).where(s.c.n > 1))
s = sa.select(func.max(t.c.a)).subquery()
op.execute(sa.select(s))
s = sa.select(t.c.id, u.c.id).subquery()
op.execute(sa.select(s))
s = sa.select(t.c.id).alias('old')
op.execute(sa.select(s.c.id))
s = sa.select(t.c.id, t.c.name).subquery()
r = sa.select(u.c.id).subquery()
op.execute(sa.select(s.c.name, r.c.id).where(s.c.id == r.c.id))
s = sa.select(u.c.id).where(u.c.t_id == t.c.id).lateral('l')
op.execute(sa.select(t.c.id, s.c.id).select_from(t.join(s, sa.true())))
c = sa.select(t.c.id, t.c.name).where(t.c.a == 1).cte('c')
op.execute(sa.select(c.c.id).where(c.c.name == 'x'))
c = sa.select(t.c.id).cte()
op.execute(sa.select(c))
c = sa.select(t.c.id).cte('c')
d = sa.select(c.c.id).where(c.c.id > 1).cte('d')
op.execute(sa.select(d.c.id))
c = sa.select(t.c.id).cte('c')
a = c.alias('z')
op.execute(sa.select(c.c.id, a.c.id))
c = sa.select(t.c.id, t.c.a).where(t.c.a == None).cte('c', recursive=True)
c = c.union_all(sa.select(t.c.id, t.c.a).where(t.c.a == c.c.id))
op.execute(sa.select(c.c.id))
c = sa.select(t.c.id).where(t.c.a == 1).cte('c')
op.execute(sa.update(u).where(u.c.t_id == c.c.id).values(name='x'))
c = sa.select(t.c.id).where(t.c.a == 1).cte('c')
op.execute(sa.delete(u).where(u.c.t_id.in_(sa.select(c.c.id))))
c = sa.select(t.c.id).where(t.c.a == 1).cte('c')
op.execute(sa.insert(u).from_select(['id'], sa.select(c.c.id)))
c = sa.delete(t).where(t.c.a == 1).returning(t.c.id).cte('gone')
op.execute(sa.select(c.c.id))
op.execute(sa.union(sa.select(t.c.id), sa.select(u.c.id)))
op.execute(sa.union_all(sa.select(t.c.id), sa.select(u.c.id)))
op.execute(sa.select(t.c.id).union(sa.select(u.c.id)))
op.execute(sa.select(t.c.id).union_all(sa.select(u.c.id)).order_by('id'))
op.execute(sa.intersect(sa.select(t.c.id), sa.select(u.c.id)))
op.execute(sa.select(t.c.id).except_(sa.select(u.c.id)))
op.execute(sa.except_all(sa.select(t.c.id), sa.select(u.c.id)))
op.execute(sa.union(sa.select(t.c.id), sa.select(u.c.id), sa.select(m.c.id)))
op.execute(sa.union(sa.select(t.c.id).limit(1), sa.select(u.c.id)))
op.execute(sa.union(sa.union(sa.select(t.c.id), sa.select(u.c.id)), sa.select(m.c.id)))
op.execute(sa.union_all(sa.union(sa.select(t.c.id), sa.select(u.c.id)), sa.select(m.c.id)).limit(3))
s = sa.union(sa.select(t.c.id), sa.select(u.c.id)).subquery()
op.execute(sa.select(s.c.id))
op.execute(sa.select(sa.select(u.c.id).where(u.c.t_id == t.c.id).scalar_subquery()).select_from(t))
op.execute(sa.select(t.c.id, sa.select(func.count(u.c.id)).where(u.c.t_id == t.c.id).correlate(t).scalar_subquery().label('n')))
op.execute(sa.select(t.c.id).where(t.c.id.in_(sa.select(u.c.t_id).where(u.c.id == t.c.a).correlate(None))))
op.execute(sa.select(n.c.x, n.c.Mixed).where(n.c.y == 1))
op.execute(sa.select(t.c.id).filter(t.c.a == 1))
op.execute(sa.select(t.c.id).filter_by(a=1, name='x'))
op.execute(sa.select(t.c.id).with_only_columns(t.c.a))
op.execute(sa.select(t.c.id).add_columns(t.c.a))
op.execute(sa.select(t.c.id).prefix_with('ALL'))
op.execute(sa.select([t.c.id]))
op.execute(sa.insert(t).values(id=1, name='x'))
op.execute(t.insert().values(name='x', id=1))
op.execute(t.insert().values({'id': 1, 'name': "it's"}))
op.execute(t.insert().values({t.c.id: 1}))
op.execute(t.insert().values([{'id': 1, 'name': 'a'}, {'id': 2, 'name': 'b'}]))
op.execute(t.insert().values([{'name': 'a', 'id': 1}, {'id': 2, 'name': 'b'}]))
op.execute(t.insert().values([{'id': 1}, {'id': 2, 'name': 'b'}]))
op.execute(t.insert().values((1, 2)))
op.execute(t.insert().values(id=1, name=None, flag=True, on=datetime.date(2020, 1, 1), price=decimal.Decimal('1.5'), rate=0.5, uid=uuid.UUID('00000000-0000-0000-0000-000000000001'), color='red', at=datetime.datetime(2020, 1, 1, 2, 3)))
op.execute(t.insert().values(color=Color.green))
op.execute(t.insert().values(tags=['a', "b'c"], nums=[1, 2]))
op.execute(t.insert().values(tags=[]))
op.execute(t.insert().values(data={'a': 1}))
op.execute(t.insert().values(doc={'a': [1, None, True]}))
op.execute(t.insert().values(data=None))
op.execute(t.insert().values(data=sa.null()))
op.execute(t.insert().values(blob=b'abc'))
op.execute(t.insert().values(id=func.nextval('seq')))
op.execute(t.insert().values(at=func.now()))
op.execute(t.insert().values(at=sa.text('now()')))
op.execute(t.insert().values(id=sa.select(func.max(u.c.id)).scalar_subquery()))
op.execute(t.insert().values(id=sa.literal(5) + 1))
op.execute(t.insert().values(a=t.c.b + 1))
op.execute(t.insert().values(name=sa.literal_column("'x'")))
op.execute(t.insert().values(a='5'))
op.execute(t.insert().values(name=5))
op.execute(t.insert().values(flag=1))
op.execute(t.insert().values(price=5))
op.execute(t.insert().values(price='5'))
op.execute(t.insert().values(on='2020-01-01'))
op.execute(t.insert().values(uid='00000000-0000-0000-0000-000000000001'))
op.execute(n.insert().values(x=1, y='a'))
op.execute(n.insert().values(x=None))
op.execute(n.insert().values(x=True))
op.execute(t.insert())
op.execute(sa.insert(t).values(id=1).returning(t.c.id))
op.execute(sa.insert(t).values(id=1).returning(t.c.id, (t.c.a + 1).label('z'), t.c.a + 2, func.lower(t.c.name)))
op.execute(sa.insert(t).values(id=1).returning(t))
op.execute(m.insert().values(name='x'))
op.execute(m.insert().values(id=1, name='x'))
op.execute(m.insert().values([{'name': 'x'}, {'name': 'y'}]))
op.execute(m.insert().values(name='x').returning(m.c.name))
op.execute(m.insert().inline().values(name='x'))
op.execute(m.insert())
op.execute(u.insert().from_select(['id', 'name'], sa.select(t.c.id, t.c.name)))
op.execute(u.insert().from_select([u.c.id, 'name'], sa.select(t.c.id, t.c.name).where(t.c.a == 1)))
op.execute(u.insert().from_select(['id', 'name'], sa.select(t.c.id, sa.literal('x'))))
op.execute(u.insert().from_select(['id', 'name'], sa.select(t.c.id, func.lower(t.c.name)).distinct()))
op.execute(u.insert().from_select(['id'], sa.select(t.c.id).union(sa.select(m.c.id))))
op.execute(u.insert().from_select(['id'], sa.select(t.c.id).where(~sa.exists().where(u.c.id == t.c.id))))
op.execute(m.insert().from_select(['id', 'name'], sa.select(t.c.id, t.c.name)))
op.execute(m.insert().from_select(['name'], sa.select(t.c.name)))
op.execute(postgresql.insert(t).values(id=1).on_conflict_do_nothing())
op.execute(postgresql.insert(t).values(id=1).on_conflict_do_nothing(index_elements=['id']))
op.execute(postgresql.insert(t).values(id=1).on_conflict_do_nothing(index_elements=[t.c.id, t.c.name]))
op.execute(postgresql.insert(t).values(id=1).on_conflict_do_nothing(constraint='pk_t'))
op.execute(postgresql.insert(t).values(id=1).on_conflict_do_nothing(index_elements=['id'], index_where=t.c.flag == True))
op.execute(postgresql.insert(t).values(id=1, name='x').on_conflict_do_update(index_elements=['id'], set_={'name': 'y'}))
op.execute(postgresql.insert(t).values(id=1, name='x').on_conflict_do_update(index_elements=['id'], set_=dict(name='y', a=t.c.a + 1), where=t.c.a > 1))
i = postgresql.insert(t).values(id=1, name='x')
op.execute(i.on_conflict_do_update(index_elements=['id'], set_={'name': i.excluded.name, 'a': i.excluded.a + t.c.a}))
i = postgresql.insert(t).values([{'id': 1, 'name': 'x'}, {'id': 2, 'name': 'y'}])
op.execute(i.on_conflict_do_update(constraint='uq_t', set_={'name': i.excluded.name, 'at': func.now()}).returning(t.c.id))
op.execute(sa.update(t).values(name='x'))
op.execute(t.update().where(t.c.id == 1).values(name='x'))
op.execute(t.update().where(t.c.id == 1).values({'name': 'x', 'a': 5}))
op.execute(t.update().where(t.c.id == 1).values({t.c.name: 'x'}))
op.execute(t.update().values(note='x', id=1, name='y'))
op.execute(t.update().where(t.c.id == 1, t.c.a == 2).values(name=None))
op.execute(t.update().where(t.c.id == 1).where(t.c.a == 2).values(name=sa.null()))
op.execute(t.update().values(name=t.c.note))
op.execute(t.update().values(name=t.c.note + 'x'))
op.execute(t.update().values(a=t.c.a + 1))
op.execute(t.update().values(flag=t.c.a == 1))
op.execute(t.update().values(flag=~t.c.flag))
op.execute(t.update().values(flag=sa.not_(t.c.flag)))
op.execute(t.update().values(flag=sa.and_(t.c.a == 1, t.c.b == 2)))
op.execute(t.update().values(flag=True))
op.execute(t.update().values(flag=sa.true()))
op.execute(t.update().values(flag=t.c.name.in_(['a'])))
op.execute(t.update().values(flag=t.c.name.is_(None)))
op.execute(t.update().values(at=func.now()))
op.execute(t.update().values(name=func.lower(t.c.name)))
op.execute(t.update().values(name=sa.text("'x'")))
op.execute(t.update().values(name=sa.text("lower(name)")))
op.execute(t.update().values(name=sa.case((t.c.a == 1, 'one'), else_=t.c.name)))
op.execute(t.update().values(name=sa.cast(t.c.a, sa.String)))
op.execute(t.update().values(name=sa.select(u.c.name).where(u.c.t_id == t.c.id).scalar_subquery()))
op.execute(t.update().values(name=sa.select(u.c.name).where(u.c.t_id == t.c.id)))
op.execute(t.update().values(name=sa.select(u.c.name).where(u.c.t_id == t.c.id).limit(1).scalar_subquery()).where(t.c.name == None))
op.execute(t.update().values(name=sa.bindparam('v', 'x')))
op.execute(t.update().values(name=sa.literal('x')))
op.execute(t.update().values(data={'a': 1}))
op.execute(t.update().values(data=None))
op.execute(t.update().values(doc=t.c.doc.concat(t.c.doc)))
op.execute(t.update().values(doc=func.jsonb_set(t.c.doc, '{a}', t.c.pg['b'])))
op.execute(t.update().values(doc=sa.cast('{}', postgresql.JSONB)))
op.execute(t.update().values(tags=[]))
op.execute(t.update().values(tags=postgresql.array(['a'])))
op.execute(t.update().values(color='red'))
op.execute(t.update().values(price=t.c.price * 2))
op.execute(t.update().values(uid=func.gen_random_uuid()))
op.execute(t.update().where(t.c.id == u.c.t_id).values(name=u.c.name))
op.execute(t.update().where(t.c.id == u.c.t_id, u.c.name == 'x').values(name='y'))
op.execute(t.update().where(t.c.id.in_(sa.select(u.c.t_id))).values(name='y'))
op.execute(t.update().where(sa.exists().where(u.c.t_id == t.c.id)).values(name='y'))
op.execute(t.update().where(t.c.name.like('a%')).values(name='y'))
op.execute(t.update().ordered_values(('name', 'x'), ('a', 1)))
op.execute(t.update().ordered_values((t.c.name, 'x'), (t.c.id, 1)))
op.execute(t.update().values(name='x').returning(t.c.id))
op.execute(t.update().where(t.c.id == 1).values(name='x').returning(t.c.id, t.c.name))
op.execute(n.update().values(x=1))
op.execute(n.update().values(x='a').where(n.c.y == 'b'))
op.execute(n.update().values(Mixed=n.c.x))
op.execute(m.update().values(name='x').where(m.c.id == 1))
op.execute(m.update().values(done=sa.false()))
a = t.alias('x')
op.execute(t.update().where(t.c.id == a.c.a).values(name=a.c.name))
s = sa.select(u.c.t_id, func.max(u.c.id).label('top')).group_by(u.c.t_id).subquery()
op.execute(t.update().where(t.c.id == s.c.t_id).values(a=s.c.top))
op.execute(t.update())
op.execute(sa.delete(t))
op.execute(t.delete())
op.execute(t.delete().where(t.c.id == 1))
op.execute(t.delete().where(t.c.id == 1, t.c.a == 2))
op.execute(t.delete().where(t.c.id == u.c.t_id))
op.execute(t.delete().where(t.c.id == u.c.t_id).where(u.c.name == 'x'))
op.execute(t.delete().where(t.c.id.in_([1, 2])).returning(t.c.id))
op.execute(t.delete().where(t.c.id.in_(sa.select(u.c.t_id))))
op.execute(t.delete().where(~sa.exists().where(u.c.t_id == t.c.id)))
a = t.alias('x')
op.execute(t.delete().where(t.c.id > a.c.id, t.c.name == a.c.name))
op.execute(n.delete().where(n.c.x == 1))
op.execute(n.delete().where(n.c.Mixed == None))
op.execute(m.delete().where(m.c.name == 'x'))
op.bulk_insert(t, [{'id': 1, 'name': 'x'}, {'name': 'y', 'id': 2}])
op.bulk_insert(t, [{'id': 1, 'at': datetime.datetime(2020, 1, 1), 'on': datetime.date(2020, 1, 1), 'flag': False, 'name': None}])
op.bulk_insert(m, [{'id': 1, 'name': 'x'}, {'id': 2, 'name': 'y'}])
op.bulk_insert(m, [{'name': 'x'}])
op.bulk_insert(n, [{'x': 1}])
op.bulk_insert(t, [{'id': 1, 'data': {'a': 1}}])
op.bulk_insert(t, [{'id': 1, 'name': op.inline_literal('x')}])
op.bulk_insert(t, [{'id': 1, 'name': sa.text('lower(1)')}])
op.bulk_insert(t, [{'id': 1}], multiinsert=False)
op.bulk_insert(t, [])
op.execute(t.update().values({t.c.name: op.inline_literal('x')}).where(t.c.id == op.inline_literal(5)))
op.execute(sa.text('UPDATE t SET a = :a WHERE b = :b').bindparams(a=1, b='x'))
op.execute(sa.text('UPDATE t SET a = :a').bindparams(sa.bindparam('a', 'x', type_=sa.String)))
op.execute(sa.text("SELECT '100%'"))
op.execute(sa.text('SELECT 1').columns(sa.column('a')))
op.execute(sa.select(sa.values(sa.column('a', sa.Integer), sa.column('b', sa.String), name='v').data([(1, 'x'), (2, 'y')])))
op.create_check_constraint('ck', 't', t.c.a > 1)
op.create_check_constraint('ck', 't', sa.column('a') > 1)
op.create_check_constraint('ck', 't', sa.and_(sa.column('a') > 1, sa.column('b').in_(['x', 'y'])))
op.create_check_constraint('ck', 't', sa.or_(sa.column('a').is_(None), sa.func.length(sa.column('a')) > 5))
op.create_check_constraint('ck', 't', sa.column('a').in_([1, 2]))
op.create_check_constraint('ck', 't', sa.column('a') + 1 == sa.column('b'))
op.create_check_constraint('ck', 't', sa.not_(sa.column('a') == 1))
op.create_check_constraint('ck', 't', sa.func.char_length(sa.column('a')) <= sa.func.coalesce(sa.column('b'), 5) + 1)
op.create_check_constraint('ck', 't', (sa.column('a') != None) != (sa.column('b') != None))
op.create_check_constraint('ck', 't', sa.case((sa.column('a') == 1, True), else_=False))
op.create_index('ix', 't', [sa.func.lower(sa.column('name'))])
op.create_index('ix', 't', [sa.column('a').desc()])
op.create_index('ix', 't', [sa.column('a') + 1])
op.create_index('ix', 't', [sa.column('a', sa.String) + 'x'])
op.create_index('ix', 't', [sa.cast(sa.column('a'), sa.Integer)])
op.create_index('ix', 't', [sa.column('a').op('->>')('k')])
op.create_index('ix', 't', [sa.column('d', postgresql.JSONB)['k'].astext])
op.create_index('ix', 't', [sa.column('d', postgresql.JSONB)['k']])
op.create_index('ix', 't', [sa.func.coalesce(sa.column('a'), 'x'), 'b'])
op.create_index('ix', 't', [sa.column('a').nulls_last()])
op.create_index('ix', 't', [sa.column('a').desc().nulls_last()])
op.create_index('ix', 't', [sa.literal_column('a DESC')])
op.create_index('ix', 't', ['a'], postgresql_where=sa.column('b') == True)
op.create_index('ix', 't', ['a'], postgresql_where=sa.and_(sa.column('b').is_(None), sa.column('c') == 'x'))
op.create_index('ix', 't', ['a'], postgresql_where=t.c.b > 5)
op.create_index('ix', 't', ['a'], postgresql_where=sa.column('b').in_(['x', 'y']))
op.create_index('ix', 't', ['a'], postgresql_where=~sa.column('b', sa.Boolean))
op.create_index('ix', 't', ['a'], postgresql_where=sa.column('b', sa.Boolean).is_(True))
op.create_index('ix', 't', ['a'], postgresql_where=sa.column('b').isnot(None))
op.create_table('z', sa.Column('a', sa.Integer, server_default=sa.literal(5)))
op.create_table('z', sa.Column('a', sa.String, server_default=sa.func.lower('X')))
op.create_table('z', sa.Column('a', sa.DateTime, server_default=sa.func.now()))
op.create_table('z', sa.Column('a', sa.Boolean, server_default=sa.false()))
op.create_table('z', sa.Column('a', sa.DateTime, server_default=sa.func.timezone('utc', sa.func.now())))
op.create_table('z', sa.Column('a', sa.DateTime, server_default=sa.func.now() + sa.text("interval '1 day'")))
op.create_table('z', sa.Column('a', sa.Integer, server_default=sa.literal_column('1 + 1')))
op.create_table('z', sa.Column('a', postgresql.JSONB, server_default=sa.cast('{}', postgresql.JSONB)))
op.create_table('z', sa.Column('a', sa.Integer, server_default=sa.column('x') + 1))
op.create_table('z', sa.Column('a', sa.Integer, sa.CheckConstraint(sa.column('a') > 5, name='ck')))
op.create_table('z', sa.Column('a', sa.Integer), sa.CheckConstraint(sa.or_(sa.column('a') > 5, sa.column('a') == 0)))
op.create_table('z', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer, sa.Computed(sa.column('a') * 2)))
c = sa.column('c', sa.Integer)
w = sa.table('w', c)
op.execute(w.update().where(c == 1).values({c: 5}))
c = sa.column('c', sa.Integer)
w = sa.table('w', c)
op.execute(sa.select(c))
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
            exec(compile(IMPORTS + PRELUDE + code, "revision", "exec"), {"__name__": "revision"})
        except Exception as exception:
            error = f"\n!! {type(exception).__name__}"
    return output.getvalue().strip() + error


def codes():
    """The statements of every probe: a select, a condition, or a few lines up to an operation."""
    for line in SELECTED.strip().split("\n"):
        yield "selected", f"op.execute(sa.select({line}))"
    for line in CONDITIONS.strip().split("\n"):
        yield "condition", f"op.execute(sa.delete(t).where({line}))"
    lines = []
    for line in STATEMENTS.strip().split("\n"):
        lines.append(line)
        if line.startswith("op."):
            yield "statement", "\n".join(lines)
            lines = []


def main():
    warnings.simplefilter("ignore")
    probes = [{"group": group, "code": code, "sql": printed(code)} for group, code in codes()]
    path = pathlib.Path(__file__).with_name("expression-probes.json")
    if "--compare" in sys.argv:
        for probe, known in zip(probes, json.loads(path.read_text())["probes"], strict=True):
            if probe != known:
                print(f"{known['code']}\n  2.1: {known['sql']!r}\n  now: {probe['sql']!r}")
        return
    document = {"prelude": PRELUDE, "probes": probes}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
