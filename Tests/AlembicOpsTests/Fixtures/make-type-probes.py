"""Asks SQLAlchemy what the types of other packages are on PostgreSQL; writes type-probes.json beside this file.

Run it with a Python that has Alembic, SQLAlchemy 2.1.9 and the packages that are imported below; those that do not
accept SQLAlchemy 2.1 are installed with `pip install --no-deps`. A type that raises is left out with a word on stderr.
"""

import importlib.metadata
import io
import json
import pathlib
import sys

import alembic.op
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

TYPES = """
sqlmodel.sql.sqltypes: AutoString() AutoString(length=20) AutoString(20) UTCDateTime()
sqlmodel: AutoString(length=20)
sqlalchemy_utils: UUIDType UUIDType() UUIDType(binary=False) UUIDType(native=False) UUIDType(binary=False,native=False)
sqlalchemy_utils: UUIDType(True,False) JSONType JSONType() EmailType EmailType() EmailType(length=100) URLType URLType()
sqlalchemy_utils: ChoiceType([('a','A')]) ChoiceType([('a','A')],impl=sa.Integer()) ChoiceType(Colour,impl=sa.String(9))
sqlalchemy_utils: ChoiceType([('a','A')],sa.SmallInteger())
sqlalchemy_utils: PasswordType PasswordType(schemes=['pbkdf2_sha512']) PasswordType(max_length=99,schemes=['pbkdf2_sha512'])
sqlalchemy_utils: IPAddressType IPAddressType() IPAddressType(max_length=20) IPAddressType(20) LtreeType LtreeType()
sqlalchemy_utils: TSVectorType TSVectorType() TSVectorType('a','b',regconfig='pg_catalog.simple')
sqlalchemy_utils: ScalarListType ScalarListType() ScalarListType(int) ScalarListType(separator=';')
sqlalchemy_utils: EncryptedType(sa.Unicode,'k') EncryptedType(sa.Integer,key='k') EncryptedType()
sqlalchemy_utils: StringEncryptedType(sa.Unicode,'k') StringEncryptedType(sa.Unicode,length=255,key='k')
sqlalchemy_utils: StringEncryptedType() StringEncryptedType(sa.Unicode,'k',None,'pkcs5',77)
sqlalchemy_utils: ArrowType ArrowType() ArrowType(timezone=True) PhoneNumberType PhoneNumberType() PhoneNumberType('US')
sqlalchemy_utils: PhoneNumberType(region='US',max_length=30) PhoneNumberType('US',30) TimezoneType TimezoneType()
sqlalchemy_utils: TimezoneType(backend='zoneinfo') LocaleType LocaleType() CurrencyType CurrencyType()
sqlalchemy_utils: CountryType CountryType() ColorType ColorType() ColorType(max_length=30) ColorType(30) WeekDaysType()
sqlalchemy_utils: DateRangeType DateRangeType() DateTimeRangeType() IntRangeType() Int8RangeType() NumericRangeType()
sqlalchemy_utils: IntRangeType(step=2) EnrichedDateTimeType EnrichedDateTimeType() EnrichedDateTimeType(timezone=True)
sqlalchemy_utils: EnrichedDateType() EnrichedDateTimeType(datetime_processor=None,timezone=True)
sqlalchemy_utils.types: UUIDType() JSONType() StringEncryptedType(sa.Unicode,'k')
sqlalchemy_utils.types.uuid: UUIDType()
sqlalchemy_utils.types.json: JSONType()
sqlalchemy_utils.types.choice: ChoiceType([('a','A')])
sqlalchemy_utils.types.encrypted.encrypted_type: StringEncryptedType(sa.Unicode,'k') EncryptedType(sa.Text,'k')
sqlalchemy_utils.types.password: PasswordType()
sqlalchemy_utils.types.email: EmailType()
sqlalchemy_utils.types.ts_vector: TSVectorType()
sqlalchemy_utils.types.arrow: ArrowType()
sqlalchemy_utils.types.url: URLType()
sqlalchemy_utils.types.ltree: LtreeType()
sqlalchemy_utils.types.scalar_list: ScalarListType()
sqlalchemy_utils.types.phone_number: PhoneNumberType()
sqlalchemy_utils.types.ip_address: IPAddressType()
sqlalchemy_utils.types.range: DateRangeType()
pgvector.sqlalchemy: Vector Vector() Vector(3) Vector(dim=1536) VECTOR(3) HALFVEC() HALFVEC(dim=4) HALFVEC(4)
pgvector.sqlalchemy: BIT() BIT(5) BIT(length=7) SPARSEVEC() SPARSEVEC(9) SPARSEVEC(dim=9)
pgvector.sqlalchemy.vector: VECTOR(dim=3)
pgvector.sqlalchemy.halfvec: HALFVEC(dim=3)
pgvector.sqlalchemy.bit: BIT(length=3)
pgvector.sqlalchemy.sparsevec: SPARSEVEC(dim=3)
fastapi_users_db_sqlalchemy.generics: GUID GUID() TIMESTAMPAware() TIMESTAMPAware(timezone=True) TIMESTAMPAware(True)
fastapi_users_db_sqlalchemy: GUID()
citext: CIText CIText()
sqlalchemy_utc: UtcDateTime UtcDateTime() UtcDateTime(timezone=True)
sqlalchemy_utc.sqltypes: UtcDateTime()
sqlalchemy_json: MutableJson NestedMutableJson mutable_json_type() mutable_json_type(dbtype=postgresql.JSONB,nested=True)
sqlalchemy_json: mutable_json_type(postgresql.JSONB(astext_type=sa.Text()))
sqlalchemy_searchable: TSVectorType()
sqlalchemy_jsonfield: JSONField JSONField() JSONField(enforce_string=True) JSONField(enforce_unicode=True)
sqlalchemy_jsonfield: JSONField(True) JSONField(enforce_string=False,enforce_unicode=False)
oslo_db.sqlalchemy.types: JsonEncodedDict JsonEncodedDict() JsonEncodedList() JsonEncodedDict(mysql_as_long=True)
oslo_db.sqlalchemy.types: String(9) String(9,mysql_ndb_type=sa.Text) SoftDeleteInteger() JsonEncodedDict(True)
sqlalchemy.ext.mutable: MutableDict.as_mutable(sa.JSON) MutableDict.as_mutable(postgresql.JSONB(astext_type=sa.Text()))
sqlalchemy.ext.mutable: MutableList.as_mutable(sa.ARRAY(sa.String())) MutableSet.as_mutable(sa.PickleType)
advanced_alchemy.types: GUID GUID() GUID(length=16) GUID(16) BigIntIdentity BigIntIdentity(always=True) DateTimeUTC
advanced_alchemy.types: DateTimeUTC() DateTimeUTC(timezone=True) JsonB EncryptedString(key='k') EncryptedText(key='k')
advanced_alchemy.types: EncryptedString(key='k',length=50) ORA_JSONB()
advanced_alchemy.types.guid: GUID()
advanced_alchemy.types.datetime: DateTimeUTC(timezone=True)
geoalchemy2.types: Geometry Geometry(geometry_type='POINT',srid=4326,spatial_index=False) Raster(spatial_index=False)
geoalchemy2: Geometry() Geometry('POINT',4326) Geography(geometry_type='POINT',srid=4326,spatial_index=False)
geoalchemy2: Geometry('POINT',srid=4326,dimension=3,spatial_index=False) Geometry(None,spatial_index=False)
geoalchemy2: Geometry(geometry_type=None,srid=-1,spatial_index=False) Geography(spatial_index=False)
geoalchemy2: Geometry('POLYGONZ',4326,3,spatial_index=False,nullable=False) Raster()
geoalchemy2: Geometry('POINT',srid=4326,spatial_index=False,from_text='ST_GeomFromEWKT',name='geometry')
"""

HEAD = '''
import enum
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

class Colour(enum.Enum):
    red = "r"
'''

PACKAGES = """sqlalchemy sqlmodel sqlalchemy-utils pgvector fastapi-users-db-sqlalchemy sqlalchemy-citext sqlalchemy-utc
sqlalchemy-json sqlalchemy-searchable sqlalchemy-jsonfield oslo.db advanced-alchemy geoalchemy2""".split()


def printed(code: str) -> str:
    buffer = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql",
        opts={"as_sql": True, "output_buffer": buffer, "literal_binds": True, "dialect_opts": {"paramstyle": "named"}},
    )
    operations = Operations(context)
    with Operations.context(context):
        exec(HEAD + code, {"op": operations})
    return buffer.getvalue().strip()


def probes():
    for line in TYPES.strip().splitlines():
        module, _, types = line.partition(": ")
        for text in types.split():
            name = text.split("(")[0].split(".")[0]
            code = f"from {module} import {name}\nop.create_table('t', sa.Column('c', {text}))"
            try:
                yield {"code": code, "sql": printed(code)}
            except Exception as error:
                print(f"{module}.{text}: {type(error).__name__}: {error}"[:300], file=sys.stderr)


def main() -> None:
    path = pathlib.Path(__file__).with_name("type-probes.json")
    path.write_text(json.dumps(list(probes()), indent=1) + "\n")
    print(" ".join(f"{name}=={importlib.metadata.version(name)}" for name in PACKAGES))


if __name__ == "__main__":
    main()
