"""Renders revisions: runs `upgrade()` against a connection that writes down what it is sent.

Alembic is in its online mode, so that everything asks and answers as it would on a database, and
bind parameters arrive with their values. Whatever would look at a database is not guessed: the
revision then has to be run.
"""

import ast
import datetime
import hashlib
import importlib.util
import time


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


class Watch:
    """What a revision asks that has another answer tomorrow, and which files it reads."""

    CLOCK = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "strftime"}

    def __init__(self, paths, root):
        self.paths = {os.path.realpath(path): path for path in paths}
        self.root = root
        self.read = {}
        self.reasons = {}
        self.is_on = True
        sys.addaudithook(self.audit)
        self.watch_variables()

    def revision(self, frame, limit=40):
        """The revision's file that a call comes from."""
        while frame is not None and limit > 0:
            path = self.paths.get(os.path.realpath(frame.f_code.co_filename))
            if path is not None:
                return path
            frame, limit = frame.f_back, limit - 1
        return None

    def audit(self, event, arguments):
        if event != "open" or not self.is_on or not isinstance(arguments[0], (str, bytes)):
            return
        name = os.fsdecode(arguments[0])
        if name.endswith((".py", ".pyc")) or ".pyc." in name:
            return
        path = self.revision(sys._getframe(1))
        if path is not None:
            self.read.setdefault(path, set()).add(os.path.abspath(name))

    def watch_variables(self):
        """Notes where a revision's own lines read an environment variable."""
        mapping = type(os.environ)
        original = mapping.__getitem__
        library = (os.__file__, "<frozen os>", "<frozen _collections_abc>")

        def read(environ, key):
            frame = sys._getframe(1)
            while frame is not None and (
                frame.f_code.co_filename in library
                or frame.f_code.co_filename.endswith("_collections_abc.py")
            ):
                frame = frame.f_back
            if frame is not None:
                self.note(frame, "it reads the environment variable '%s'" % key)
            return original(environ, key)

        mapping.__getitem__ = read

    def profile(self, frame, event, argument):
        if event != "c_call" or getattr(argument, "__name__", None) not in self.CLOCK:
            return
        owner = getattr(argument, "__self__", None)
        is_date = isinstance(owner, type) and issubclass(owner, datetime.date)
        if not is_date and owner is not time:
            return
        self.note(frame, "it asks what time it is")

    def note(self, frame, reason):
        path = self.paths.get(os.path.realpath(frame.f_code.co_filename))
        if path is not None and self.is_on:
            self.reasons.setdefault(os.path.realpath(path), (reason, frame.f_lineno))


def imported_files(path, root):
    """The project's own modules that a revision's file imports."""
    with open(path, "rb") as file:
        tree = ast.parse(file.read(), path)
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update("%s.%s" % (node.module, alias.name) for alias in node.names)
    return {file for file in map(file_of_module, names) if file and is_of_project(file, root)}


def file_of_module(name):
    module = sys.modules.get(name)
    if module is not None:
        return getattr(module, "__file__", None)
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, ValueError):
        return None
    return spec.origin if spec is not None and spec.has_location else None


def sources(path, watch):
    """Every file that the rendered text depends on, with its digest; the revision's own first."""
    read = {file for file in watch.read.get(path, ()) if is_of_project(file, watch.root)}
    others = (imported_files(path, watch.root) | read) - {os.path.realpath(path), path}
    found = []
    for file in [path] + sorted(others):
        if not os.path.isfile(file):
            continue
        with open(file, "rb") as opened:
            found.append({"path": file, "sha256": hashlib.sha256(opened.read()).hexdigest()})
    return found


def columns_in_order(table):
    """The table's indexes by their columns: SQLAlchemy keeps them in a set."""
    places = {column.name: place for place, column in enumerate(table.columns)}

    def key(index):
        named = [places.get(getattr(item, "name", None), len(places)) for item in index.expressions]
        return named, index.name or ""

    return sorted(table.indexes, key=key)


def upgrade(revision, config, script, watch, request):
    """Runs one `upgrade()` and gives what it sends."""
    from alembic.operations import Operations
    from alembic.runtime.environment import EnvironmentContext
    from sqlalchemy import MetaData

    recorder = Recorder(dialect_of_target(), revision.module.__file__)
    with EnvironmentContext(config, script, destination_rev=revision.revision) as environment:
        environment.configure(
            connection=recorder,
            version_table=request["versionTable"],
            version_table_schema=request.get("versionTableSchema"),
            target_metadata=MetaData(naming_convention=request.get("namingConvention")),
        )
        context = environment.get_context()
        context._transaction = recorder.begin()
        create_table = context.impl.create_table

        def create(table, **keywords):
            before, recorder.guards_types = recorder.guards_types, True
            table.indexes = columns_in_order(table)
            try:
                create_table(table, **keywords)
            finally:
                recorder.guards_types = before

        context.impl.create_table = create
        with Operations.context(context):
            sys.setprofile(watch.profile)
            try:
                revision.module.upgrade()
            finally:
                sys.setprofile(None)
    return recorder.events


def perform(request, answers):
    from alembic.script import ScriptDirectory
    from sqlalchemy import inspection

    @inspection._inspects(Recorder, Engine)
    def look(target):
        raise NotRenderable("it inspects the database")

    config = configuration(request)
    script = ScriptDirectory.from_config(config)
    watch = Watch(request["paths"], request["root"])
    answers.send("versions", **versions())
    for name in request["revisions"]:
        revision = script.get_revision(name)
        path = revision.module.__file__
        try:
            events = upgrade(revision, config, script, watch, request)
            reason, line = watch.reasons.get(os.path.realpath(path), (None, None))
        except NotRenderable as refusal:
            reason, (_, line) = str(refusal), place(refusal, path, request["root"])
        except Exception as error:
            explain(error, request["root"])
            answers.send(
                "error", revision=name, error=described(error, path, request["root"])
            )
            continue
        watch.is_on = False
        found = sources(path, watch)
        watch.is_on = True
        if reason is not None:
            answers.send("live", revision=name, reason=reason, line=line, sources=found)
        else:
            answers.send("rendered", revision=name, statements=events, sources=found)
