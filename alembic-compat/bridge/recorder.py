"""A connection that writes down what it is sent, with every parameter's value in its place.

It has no database behind it. Whatever would look at an answer ends the rendering.
"""


class Transaction:
    """The transaction that a connection is in."""

    def __init__(self, connection):
        self.connection = connection
        self.is_active = True

    def commit(self):
        self.is_active = False
        self.connection.commit()

    def close(self):
        self.is_active = False

    def rollback(self):
        raise NotRenderable("it rolls back")

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None and self.is_active:
            self.commit()


class Result:
    """What a statement gave back; nobody knows that before it runs."""

    def close(self):
        pass

    def __getattr__(self, name):
        raise NotRenderable("it looks at the result of a query ('%s')" % name)

    def __iter__(self):
        raise NotRenderable("it loops over the result of a query")

    def __bool__(self):
        raise NotRenderable("it asks whether a query had a result")


class Recorder:
    """A connection of SQLAlchemy as far as it can be had without a database."""

    closed = False
    invalidated = False

    def __init__(self, dialect, path):
        self.dialect = dialect
        self.path = path
        self.events = []
        self.is_autocommit = False
        self.guards_types = False
        self.info = {}
        self.engine = Engine(self)

    def __getattr__(self, name):
        raise NotRenderable("it uses 'connection.%s'" % name)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        pass

    def execute(self, statement, *multiparams, **params):
        params.pop("execution_options", None)
        rows = [row for group in multiparams for row in as_rows(group)]
        if params:
            rows.append(params)
        for sql in Writer(self.dialect).texts(statement, rows):
            self.append(guarded(statement, sql, self))
        return Result()

    def exec_driver_sql(self, statement, parameters=None, execution_options=None):
        if parameters:
            raise NotRenderable("it hands parameters to the driver")
        self.append(statement)
        return Result()

    def scalar(self, *arguments, **keywords):
        raise NotRenderable("it looks at the result of a query ('scalar')")

    scalars = scalar

    def append(self, sql):
        line = None
        frame = sys._getframe(1)
        while frame is not None and line is None:
            if same_file(frame.f_code.co_filename, self.path):
                line = frame.f_lineno
            frame = frame.f_back
        self.events.append({"sql": sql, "autocommit": self.is_autocommit, "line": line})

    def execution_options(self, **options):
        level = options.pop("isolation_level", None)
        options.pop("no_parameters", None)
        if options:
            raise NotRenderable("it sets the execution option '%s'" % sorted(options)[0])
        if level not in (None, "AUTOCOMMIT", "READ COMMITTED"):
            raise NotRenderable("it sets the isolation level '%s'" % level)
        if level is not None:
            self.is_autocommit = level == "AUTOCOMMIT"
        return self

    def get_execution_options(self):
        return {}

    def get_isolation_level(self):
        return "AUTOCOMMIT" if self.is_autocommit else "READ COMMITTED"

    default_isolation_level = "READ COMMITTED"

    def begin(self):
        return Transaction(self)

    def get_transaction(self):
        return Transaction(self)

    def begin_nested(self):
        raise NotRenderable("it makes a savepoint, to be ready for an error")

    def in_transaction(self):
        return True

    def in_nested_transaction(self):
        return False

    def commit(self):
        if not self.is_autocommit:
            self.events.append({"commit": True})

    def rollback(self):
        raise NotRenderable("it rolls back")

    def close(self):
        pass

    def schema_for_object(self, item):
        return item.schema

    def _run_ddl_visitor(self, visitor, element, **keywords):
        checks = bool(keywords.get("checkfirst"))
        if checks and not is_named_type(element):
            raise NotRenderable("it looks whether '%s' is there already" % element)
        before = self.guards_types
        self.guards_types = before or checks
        keywords["checkfirst"] = False
        try:
            visitor(dialect=self.dialect, connection=self, **keywords).traverse_single(element)
        finally:
            self.guards_types = before


class Engine:
    """The engine of a recorder, of which only the dialect is known."""

    def __init__(self, connection):
        self.dialect = connection.dialect
        self.name = connection.dialect.name
        self.driver = connection.dialect.driver

    def __getattr__(self, name):
        raise NotRenderable("it uses 'engine.%s'" % name)


def as_rows(group):
    if group is None:
        return []
    if isinstance(group, dict):
        return [group]
    if isinstance(group, (list, tuple)) and all(isinstance(row, dict) for row in group):
        return list(group)
    raise NotRenderable("it hands parameters over that have no names")


def is_named_type(element):
    from sqlalchemy import types

    return isinstance(element, types.TypeEngine)


def guarded(statement, sql, recorder):
    """The statement; where a type may be there already, in a block that looks first.

    Whether Alembic makes the type of a table depends on what else ran in its process.
    """
    words = {
        "create_enum_type": "NOT EXISTS",
        "create_domain_type": "NOT EXISTS",
        "drop_enum_type": "EXISTS",
        "drop_domain_type": "EXISTS",
    }
    condition = words.get(getattr(statement, "__visit_name__", None))
    if condition is None or not recorder.guards_types:
        return sql
    name, schema = statement.element.name, statement.element.schema
    quoted = lambda text: "'" + text.replace("'", "''") + "'"
    place = "pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog'"
    if schema:
        place = "n.nspname = " + quoted(schema)
    tag = "$migrate$"
    while tag in sql or tag in name or tag in (schema or ""):
        tag = "$_" + tag[1:]
    return (
        "DO %s\nBEGIN\n  IF %s (\n    SELECT FROM pg_catalog.pg_type t"
        " JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace\n"
        "    WHERE t.typname = %s AND %s\n  ) THEN\n    %s;\n  END IF;\nEND\n%s"
        % (tag, condition, quoted(name), place, sql.strip(), tag)
    )


class Writer:
    """Statements as texts, with each parameter's value in its place."""

    def __init__(self, dialect):
        self.dialect = dialect

    def texts(self, statement, rows):
        from sqlalchemy import text
        from sqlalchemy.schema import DDLElement

        if isinstance(statement, str):
            statement = text(statement)
        if hasattr(statement, "__clause_element__"):
            statement = statement.__clause_element__()
        if not hasattr(statement, "compile"):
            raise NotRenderable("it executes a '%s'" % type(statement).__name__)
        if isinstance(statement, DDLElement):
            return [str(statement.compile(dialect=self.dialect))]
        return [self.text(statement, row) for row in rows or [{}]]

    def text(self, statement, row):
        from sqlalchemy.sql.dml import Insert, Update

        keywords = {}
        if isinstance(statement, (Insert, Update)):
            compiled = statement.compile(dialect=self.dialect, column_keys=list(row))
            names = set(compiled.column_keys or [])
            columns = {key: value for key, value in row.items() if key in statement.table.c}
            others = {key: value for key, value in row.items() if key not in columns}
            statement = statement.values(**columns) if columns else statement
            statement = with_values(statement, others)
            keywords["column_keys"] = sorted(names & set(columns))
        elif row and hasattr(statement, "bindparams"):
            known = {key: row[key] for key in row if key in statement._bindparams}
            statement = statement.bindparams(**known)
        elif row:
            statement = with_values(statement, row)
        return self.literal(statement, keywords)

    def literal(self, statement, keywords):
        compiled = statement.compile(dialect=self.dialect, **keywords)
        for name in ("insert_prefetch", "update_prefetch", "prefetch"):
            columns = getattr(compiled, name, None)
            if columns:
                raise NotRenderable("the value of '%s' is made by Python" % columns[0])
        # SQLAlchemy leaves a value that is missing out of the text, and refuses it here.
        compiled.construct_params()
        return str(
            statement.compile(
                dialect=self.dialect, compile_kwargs={"literal_binds": True}, **keywords
            )
        )


def with_values(statement, row):
    """The statement with its named parameters bound, as an execution would bind them."""
    from sqlalchemy.sql import visitors

    def bind(parameter):
        if parameter.key in row:
            parameter.value, parameter.required = row[parameter.key], False

    return visitors.cloned_traverse(statement, {}, {"bindparam": bind}) if row else statement


def dialect_of_target():
    """PostgreSQL as a connection would have found it; percent signs stay as they are."""
    from sqlalchemy.engine.url import make_url
    from sqlalchemy.sql import sqltypes

    dialect = make_url("postgresql://").get_dialect()(paramstyle="named")
    dialect._backslash_escapes = False
    dialect.server_version_info = (15, 0)
    dialect.supports_smallserial = True
    dialect.supports_identity_columns = True
    dialect._supports_drop_index_concurrently = True

    class Compiler(dialect.statement_compiler):
        def render_literal_bindparam(self, bindparam, **keywords):
            has_none = bindparam.value is None and bindparam.callable is None
            if has_none and "render_literal_value" not in keywords:
                if bindparam.type.should_evaluate_none:
                    return self.render_literal_value(None, bindparam.type)
            return super().render_literal_bindparam(bindparam, **keywords)

        def render_literal_value(self, value, type_):
            if isinstance(value, (bytes, bytearray, memoryview)):
                return "'\\x%s'::bytea" % bytes(value).hex()
            if isinstance(type_, sqltypes.JSON) and not hasattr(value, "__clause_element__"):
                word = "JSONB" if type_.__visit_name__ == "JSONB" else "JSON"
                text = json.dumps(value) if value is not None or not type_.none_as_null else None
                return "NULL" if text is None else "'%s'::%s" % (text.replace("'", "''"), word)
            return super().render_literal_value(value, type_)

    dialect.statement_compiler = Compiler
    return dialect
