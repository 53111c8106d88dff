"""Asks Alembic what it prints for types that are classes of a project; writes class-probes.json beside this file.

Run it with a Python that has Alembic 1.20.1 and SQLAlchemy 2.1.9: `python make-class-probes.py`. Each probe is a module
`kinds` and an operation that uses it.
"""

import io
import json
import pathlib
import sys
import types

import alembic.op
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

HEAD = """
import enum, json, uuid
from typing import Any, Generic, TypeVar
import sqlalchemy as sa
from sqlalchemy import types, CHAR, String, Text, TypeDecorator
from sqlalchemy.dialects import postgresql, mysql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType
"""

PROBES = [
    # A decorator says what it is with `impl`.
    ("class K(TypeDecorator):\n    impl = sa.String\n    cache_ok = True", ["K()", "K", "K(20)", "K(length=20)", "sa.ARRAY(K())"]),
    ("class K(TypeDecorator):\n    impl = sa.String(7)", ["K()", "K(20)", "K"]),
    ("class K(TypeDecorator[str]):\n    impl = Text\n    def process_bind_param(self, value, dialect):\n        return value", ["K()"]),
    ("T = TypeVar('T')\nclass K(TypeDecorator, Generic[T]):\n    impl = sa.Integer", ["K()", "K[int]()"]),
    ("class K(types.TypeDecorator):\n    impl = sa.DateTime\n    def __init__(self, *args, **kwargs):\n        kwargs['timezone'] = True\n        super().__init__(*args, **kwargs)", ["K()", "K(timezone=False)"]),
    ("class K(TypeDecorator):\n    impl = sa.Numeric\n    def __init__(self, digits=8, **kw):\n        super(K, self).__init__(digits, 2, **kw)", ["K()", "K(5)", "K(digits=3)"]),
    ("class K(TypeDecorator):\n    impl = String\n    def __init__(self, size):\n        TypeDecorator.__init__(self, length=size)\n        self.size = size", ["K(4)"]),
    ("class K(TypeDecorator):\n    impl = String\n    def __init__(self, kind, **kw):\n        super().__init__(**kw)\n        self.impl = kind", ["K(sa.Text())", "K(kind=sa.SmallInteger())"]),
    ("class K(TypeDecorator):\n    impl = CHAR\n    def load_dialect_impl(self, dialect):\n        if dialect.name == 'postgresql':\n            return dialect.type_descriptor(postgresql.UUID())\n        return dialect.type_descriptor(CHAR(32))", ["K()", "K", "K(32)"]),
    ("class K(TypeDecorator):\n    impl = CHAR(36)\n    def load_dialect_impl(self, dialect):\n        if dialect.name == 'mysql':\n            return dialect.type_descriptor(mysql.CHAR(36))\n        return self.impl", ["K()"]),
    ("class K(TypeDecorator):\n    impl = sa.String\n    def load_dialect_impl(self, dialect):\n        if dialect.name == 'mysql':\n            return dialect.type_descriptor(mysql.LONGTEXT())\n        return super().load_dialect_impl(dialect)", ["K(9)"]),
    ("class B(TypeDecorator):\n    impl = sa.JSON\nclass K(B):\n    impl = postgresql.JSONB\nclass L(K):\n    pass", ["K()", "L()", "L(astext_type=sa.Text())"]),
    ("class K(TypeDecorator):\n    impl = sa.Enum('a', 'b', name='k')", ["K()"]),
    ("class K(TypeDecorator):\n    impl = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')", ["K()"]),
    ("class K(TypeDecorator):\n    impl = sa.PickleType\nclass L(sa.PickleType):\n    impl = sa.Text", ["K()", "L()"]),
    ("class I(TypeDecorator):\n    impl = sa.String\nclass K(TypeDecorator):\n    impl = I", ["K(3)", "K()"]),
    ("def K(n=3):\n    return sa.String(n)\nL = sa.String(4)\nM = sa.Text().with_variant(mysql.MEDIUMTEXT(), 'mysql')", ["K()", "K", "L", "M"]),
    # Types with words of their own.
    ("class K(UserDefinedType):\n    def get_col_spec(self, **kw):\n        return 'GEOMETRY'", ["K()", "K", "sa.ARRAY(K())"]),
    ("class K(sa.types.UserDefinedType):\n    cache_ok = True\n    def __init__(self, dim=None):\n        super(K, self).__init__()\n        self.dim = dim\n    def get_col_spec(self):\n        if self.dim is None:\n            return 'cube'\n        return 'cube(%d)' % self.dim", ["K()", "K(3)", "K(dim=4)"]),
    # Classes that add to a type of SQLAlchemy.
    ("class K(sa.String):\n    pass", ["K()", "K(5)", "K"]),
    ("class K(sa.DateTime):\n    def __init__(self, *args, timezone=True, **kwargs):\n        super().__init__(*args, timezone=timezone, **kwargs)", ["K()", "K(timezone=False)"]),
    ("class K(postgresql.JSONB):\n    pass\nclass L(sa.LargeBinary):\n    def result_processor(self, dialect, coltype):\n        return None", ["K()", "L()", "K"]),
    ("class K(sa.Enum):\n    def __init__(self, *args, **kw):\n        kw.setdefault('values_callable', lambda e: [m.value for m in e])\n        super().__init__(*args, **kw)\nclass C(enum.Enum):\n    A = 'a'\n    B = 'b'", ["K(C)", "K(C, name='x')", "K(C, native_enum=False)"]),
    # Compile rules.
    ("class K(sa.types.TypeEngine):\n    pass\nclass L(sa.String):\n    pass\n@compiles(L, 'postgresql')\ndef rule(type_, compiler, **kw):\n    return 'LTEXT(%s)' % type_.length", []),
    ("class K(sa.String):\n    pass\n@compiles(K)\ndef rule(type_, compiler, **kw):\n    return 'CITEXT'\n@compiles(K, 'mysql')\ndef other(type_, compiler, **kw):\n    return 'TEXT'", ["K()", "K(4)"]),
    ("class K(UserDefinedType):\n    def get_col_spec(self, **kw):\n        return 'X'\n@compiles(K, 'sqlite')\ndef rule(type_, compiler, **kw):\n    return 'Y'", ["K()"]),
    ("class K(TypeDecorator):\n    impl = sa.String\n@compiles(K, 'postgresql')\ndef rule(element, compiler, **kw):\n    return compiler.process(sa.BigInteger(), **kw)", ["K()"]),
    # Enums.
    ("class C(enum.Enum):\n    A = 'a'\n    B = 'b'\n    C = 'a'", ["sa.Enum(C)", "sa.Enum(C, name='n')", "sa.Enum(C, values_callable=lambda x: [e.value for e in x])", "sa.Enum(C, native_enum=False)", "sa.Enum(C, native_enum=False, length=20)", "sa.Enum(C, schema='s')", "postgresql.ENUM(C)", "postgresql.ENUM(C, name='n', create_type=False)", "sa.Enum(C, native_enum=False, create_constraint=True, name='ck')", "sa.Enum(*[e.value for e in C], name='v')", "sa.Enum(*C.__members__, name='v')", "sa.Enum(C.A.value, C.B.value, name='v')", "sa.ARRAY(sa.Enum(C))"]),
    ("class C(str, enum.Enum):\n    A = 'a'\n    B = 'b'\n    @classmethod\n    def values(cls):\n        return [e.value for e in cls]", ["sa.Enum(C)", "sa.Enum(*C.values(), name='v')", "sa.Enum(*[c for c in C], name='v')", "sa.Enum(C, values_callable=lambda obj: obj.values())"]),
    ("class C(enum.IntEnum):\n    ONE = 1\n    TWO = 2\nclass D(enum.StrEnum):\n    X = enum.auto()\n    Y = 'why'\nclass E(enum.Enum):\n    A = enum.auto()\n    B = enum.auto()", ["sa.Enum(C)", "sa.Enum(D)", "sa.Enum(*D, name='d')", "sa.Enum(E)", "sa.Enum(E, values_callable=lambda e: [str(m.value) for m in e])"]),
    ("import enum\nC = enum.Enum('C', 'A B')\nD = enum.Enum('D', {'X': 'x', 'Y': 'y'})\nE = enum.Enum('E', ['p', 'q'])\nF = enum.Enum('F', [('r', 1), ('s', 2)])", ["sa.Enum(C)", "sa.Enum(D)", "sa.Enum(E)", "sa.Enum(F)"]),
    ("class B(TypeDecorator):\n    impl = sa.Integer\nclass K(TypeDecorator):\n    impl = sa.BigInteger", ["B(), primary_key=True", "K(), primary_key=True"]),
    ("class B:\n    @classmethod\n    def get(cls, name):\n        return cls[name]\nclass I(B, int, enum.ReprEnum):\n    pass\nclass C(I):\n    one = 1\n    two = 2", ["sa.Enum(C)", "sa.Enum(C, native_enum=False)"]),
    # Expressions with a compile rule.
    ("from sqlalchemy.sql import expression\nclass utcnow(expression.FunctionElement):\n    type = sa.DateTime()\n    inherit_cache = True\n@compiles(utcnow, 'postgresql')\ndef pg_utcnow(element, compiler, **kw):\n    return \"TIMEZONE('utc', CURRENT_TIMESTAMP)\"", ["sa.DateTime(), server_default=utcnow()"]),
    ("class K(TypeDecorator, sa.types.SchemaType):\n    impl = sa.SmallInteger\n    def __init__(self, enum=None):\n        self.enum = enum\n        TypeDecorator.__init__(self)\n        sa.types.SchemaType.__init__(self)", ["K()"]),
]


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


def probes():
    for source, uses in PROBES:
        module = types.ModuleType("kinds")
        exec(HEAD + source, module.__dict__)
        sys.modules["kinds"] = module
        for use in uses:
            code = f"op.create_table('t', sa.Column('c', {use}))"
            try:
                yield {"module": HEAD + source, "code": code, "sql": printed(code)}
            except Exception as error:
                print(f"{source}: {use}: {type(error).__name__}: {error}", file=sys.stderr)


if __name__ == "__main__":
    path = pathlib.Path(__file__).with_name("class-probes.json")
    path.write_text(json.dumps(list(probes()), indent=1) + "\n")
