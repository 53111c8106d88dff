"""Asks alembic_utils and alembic-postgresql-enum what they print offline; writes operation-probes.json beside this file.

Run it with a Python that has Alembic 1.20.1, SQLAlchemy 2.1.9, alembic_utils 0.8.8 and alembic-postgresql-enum 1.11.0.
"""

import io
import json
import pathlib

import alembic.op
import alembic_postgresql_enum
import alembic_utils.pg_function
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

HEAD = """
from alembic import op
import sqlalchemy as sa
from alembic_utils.pg_extension import PGExtension
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_grant_table import PGGrantTable, PGGrantTableChoice
from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.pg_policy import PGPolicy
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_view import PGView
from alembic_postgresql_enum import ColumnType, TableReference
from alembic_postgresql_enum.sql_commands.indexes import TableIndex
"""

ENTITIES = [
    """PGFunction(schema="public", signature="to_upper(some_text text)", definition="RETURNS text AS\\n$$\\nSELECT upper(some_text)::text || ':x'\\n$$ language SQL;")""",
    """PGFunction("public", "f()", "returns int language sql as 'select 1'")""",
    """PGFunction(schema="s", signature='"Aa"( a int default 1, b text )', definition="returns trigger as $$ begin x := 1; y = ':z'; z = a::int; w = '\\\\:q'; end $$ language plpgsql ;")""",
    """PGView(schema="public", signature="scifi", definition="select * from books where genre='scifi' and a::text = 'b';")""",
    """PGMaterializedView("public", "m", "select 1 as a;", with_data=True)""",
    """PGMaterializedView(schema="public", signature="m", definition="select 1 as a", with_data=False)""",
    """PGTrigger(schema="public", signature="lower", on_entity="public.account", definition="BEFORE INSERT ON public.account FOR EACH ROW EXECUTE FUNCTION public.downcase()")""",
    """PGTrigger(schema="other", signature="t", on_entity="account", is_constraint=True, definition="\\n  after insert or update of \\"on\\", b on account\\n    deferrable\\tfor each row execute procedure f('a:b')\\n")""",
    """PGPolicy(schema="public", signature="allow_all", on_entity="public.t", definition="as permissive for all to x using (a = ':b') with check (true);")""",
    """PGPolicy("public", "p", "for select using (true)", "t")""",
    """PGExtension(schema="public", signature="uuid-ossp")""",
    """PGGrantTable(schema="public", table="t", columns=["b", "a"], role="anon", grant=PGGrantTableChoice.SELECT, with_grant_option=True)""",
    """PGGrantTable(schema="s", table="t", role="anon_user", grant='TRUNCATE')""",
]

OPERATIONS = [
    """op.sync_enum_values(enum_schema="public", enum_name="status", new_values=["a", "b c"], affected_columns=[TableReference(table_schema="public", table_name="o", column_name="status")], enum_values_to_rename=[])""",
    """op.sync_enum_values("public", "status", ["a", "b"], [TableReference("o", "status")], [("x", "a"), ("y", "b")])""",
    """op.sync_enum_values("public", "status", ["a"], [TableReference(table_name="o", column_name="c", column_type=ColumnType.ARRAY, existing_server_default="'{x}'::status[]")], [("x", "a"), ("y", "b")])""",
    """op.sync_enum_values("s", "status", ["a"], [TableReference(table_schema="s", table_name="o", column_name="c", existing_server_default="'x'::s.status"), TableReference(table_schema=None, table_name="p", column_name="c", existing_server_default="'z'")], [("x", "a")])""",
    """op.sync_enum_values("public", "status", ["a"], [TableReference("o", "c", existing_server_default="ARRAY['x'::public.status, 'q'::status]", column_type=ColumnType.ARRAY)], [("x", "a")])""",
    """op.sync_enum_values("public", "status", ["a"], [], [("x", "a")], indexes_to_recreate=[TableIndex(name="public.i", definition="CREATE INDEX i ON o (c) WHERE c = 'x'::status AND d = 'x'::public.status"), TableIndex("j", "CREATE INDEX j ON o (c)")])""",
    """op.sync_enum_values("public", "status", ["a"], [("o", "c")])""",
    """op.add_enum_value(enum_schema="public", enum_name="status", new_value="z")""",
    """op.add_enum_value("public", "status", "z", before_value="a")""",
]


def printed(code: str) -> str:
    buffer = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql",
        opts={"as_sql": True, "output_buffer": buffer, "literal_binds": True, "dialect_opts": {"paramstyle": "named"}},
    )
    operations = Operations(context)
    try:
        with Operations.context(context):
            exec(HEAD + code, {})
    except Exception as error:
        return buffer.getvalue() + f"\n!! {type(error).__name__}: {error}"
    return buffer.getvalue().strip()


def main() -> None:
    codes = list(OPERATIONS)
    for entity in ENTITIES:
        for call in ("op.create_entity(x)", "op.replace_entity(x)", "op.drop_entity(x)", "op.drop_entity(x, cascade=True)"):
            codes.append(f"x = {entity}\n{call}")
    probes = [{"code": code, "sql": printed(code)} for code in codes]
    path = pathlib.Path(__file__).with_name("operation-probes.json")
    path.write_text(json.dumps(probes, indent=1) + "\n")


if __name__ == "__main__":
    main()
