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
            sys.stderr.write(trace(error, request["root"]))
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
