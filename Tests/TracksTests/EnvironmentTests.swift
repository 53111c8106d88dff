import Diagnostics
import Testing
import Revisions
import Tracks

/// An `env.py` with modules beside it, and what is read from it.
struct EnvironmentCase: CustomTestStringConvertible {
  let name: String
  var environment: String
  var modules: [String: String] = [:]
  var overrides = EnvironmentOverrides()
  /// The naming convention that is found.
  var convention: [String: String]?
  /// Codes of the notes, in order.
  var notes: [String] = []

  var testDescription: String { name }

  func read() throws -> (settings: AlembicSettings, diagnostics: [Diagnostic]) {
    let folder = try TemporaryFolder(
      [
        .file("alembic.ini", "[alembic]\nscript_location = db\nprepend_sys_path = .\n"),
        .file("db/env.py", environment), .folder("db/versions"),
      ] + modules.sorted { $0.key < $1.key }.map { .file($0.key, $0.value) })
    let scripts = AlembicScripts(
      configuration: "\(folder.path)/alembic.ini", workingDirectory: folder.path,
      displayBase: folder.path, overrides: overrides)
    let track = scripts.track()
    return (try #require(scripts.settings), track.diagnostics.filter { $0.code != "no-revisions" })
  }

  private static let online =
    "def run_migrations_online():\n    context.configure(connection=c, target_metadata=target_metadata)"
  private static let found = ["pk": "pk_%(table_name)s"]
  private static let convention = "{'pk': 'pk_%(table_name)s'}"

  static let conventions = [
    EnvironmentCase(name: "no metadata", environment: "target_metadata = None\n" + online),
    EnvironmentCase(
      name: "metadata of env.py itself",
      environment: "from sqlalchemy import MetaData\n"
        + "target_metadata = MetaData(naming_convention=\(convention))\n" + online,
      convention: found),
    EnvironmentCase(
      name: "a constant of another module",
      environment: "from app.db import metadata as target_metadata\n" + online,
      modules: [
        "app/__init__.py": "", "app/names.py": "NAMES = dict(pk='pk_%(table_name)s')\n",
        "app/db.py": "import sqlalchemy as sa\nfrom .names import NAMES\n"
          + "metadata = sa.MetaData(schema='x', naming_convention=NAMES)\n",
      ], convention: found),
    EnvironmentCase(
      name: "a declarative class",
      environment: "from app import models\ntarget_metadata = models.Base.metadata\n" + online,
      modules: [
        "app/__init__.py": "",
        "app/models.py":
          "from sqlalchemy import MetaData\nfrom sqlalchemy.orm import DeclarativeBase\n"
          + "class Root(DeclarativeBase):\n    metadata = MetaData(naming_convention=\(convention))\n"
          + "class Stamped:\n    pass\nclass Base(Stamped, Root):\n    __abstract__ = True\n",
      ], convention: found),
    EnvironmentCase(
      name: "a declarative class without one",
      environment: "from models import Base\ntarget_metadata = Base.metadata\n" + online,
      modules: [
        "models.py":
          "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): pass\n"
      ]),
    EnvironmentCase(
      name: "declarative_base(metadata=…)",
      environment: "from models import *\ntarget_metadata = Base.metadata\n" + online,
      modules: [
        "models.py":
          "from sqlalchemy import MetaData\nfrom sqlalchemy.orm import declarative_base\n"
          + "Base = declarative_base(metadata=MetaData(naming_convention=\(convention)))\n"
      ], convention: found),
    EnvironmentCase(
      name: "a registry",
      environment: "from models import Base\ntarget_metadata = Base.metadata\n" + online,
      modules: [
        "models.py": "from sqlalchemy import MetaData\nfrom sqlalchemy.orm import registry\n"
          + "m = MetaData(naming_convention=\(convention))\nreg = registry(metadata=m)\n"
          + "Base = reg.generate_base()\n"
      ], convention: found),
    EnvironmentCase(
      name: "another class for type checkers",
      environment: "from models import Base\ntarget_metadata = Base.metadata\n" + online,
      modules: [
        "models.py": "from typing import TYPE_CHECKING, Any\nfrom sqlalchemy import MetaData\n"
          + "from sqlalchemy.orm import registry\n"
          + "reg = registry(metadata=MetaData(naming_convention=\(convention)))\n"
          + "if TYPE_CHECKING:\n    Base = Any\nelse:\n    Base = reg.generate_base()\n"
      ], convention: found),
    EnvironmentCase(
      name: "assigned to SQLModel in a module that is imported",
      environment: "import models\nfrom sqlmodel import SQLModel\n"
        + "target_metadata = SQLModel.metadata\n" + online,
      modules: [
        "models.py": "from sqlmodel import SQLModel\n"
          + "SQLModel.metadata.naming_convention = \(convention)\n"
      ], convention: found),
    EnvironmentCase(
      name: "assigned in env.py",
      environment: "from models import Base\nBase.metadata.naming_convention = \(convention)\n"
        + "target_metadata = Base.metadata\n" + online,
      modules: [
        "models.py":
          "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): pass\n"
      ], convention: found),
    EnvironmentCase(
      name: "several metadata, of which Alembic asks none",
      environment: "from sqlalchemy import MetaData\n"
        + "target_metadata = [MetaData(naming_convention=\(convention))]\n" + online),
    EnvironmentCase(
      name: "somebody else's",
      environment: "from flask_appbuilder import Model\ntarget_metadata = Model.metadata\n"
        + online,
      notes: ["naming-convention-unknown"]),
    EnvironmentCase(
      name: "somebody else's, and it is said what it is",
      environment: "from flask_appbuilder import Model\ntarget_metadata = Model.metadata\n"
        + online,
      overrides: .naming(found), convention: found),
    EnvironmentCase(
      name: "computed",
      environment: "from models import make\ntarget_metadata = make()\n" + online,
      modules: ["models.py": "def make():\n    return 1\n"], notes: ["naming-convention-unknown"]),
    EnvironmentCase(
      name: "a template that is computed",
      environment: "from sqlalchemy import MetaData\n"
        + "target_metadata = MetaData(naming_convention={'pk': f'{x}', 'fk': name})\n" + online,
      notes: ["naming-convention-unknown"]),
    EnvironmentCase(
      name: "an argument of a function",
      environment:
        "def go(target_metadata):\n    context.configure(target_metadata=target_metadata)\n",
      notes: ["naming-convention-unknown"]),
  ]
}

extension EnvironmentOverrides {
  fileprivate static func naming(_ templates: [String: String]) -> EnvironmentOverrides {
    var overrides = EnvironmentOverrides()
    overrides.namingConvention = templates
    return overrides
  }
}

@Suite struct `What env.py decides` {
  @Test(arguments: EnvironmentCase.conventions)
  func `a naming convention is found`(_ one: EnvironmentCase) throws {
    let (settings, diagnostics) = try one.read()
    #expect(settings.environment.namingConvention == one.convention)
    #expect(diagnostics.map(\.code) == one.notes)
    #expect(diagnostics.allSatisfy { $0.severity == .note && $0.location != nil })
  }

  @Test func `each way of running has its own keywords`() throws {
    let one = EnvironmentCase(
      name: "both ways",
      environment: """
        SCHEMA = "s"
        def run_migrations_offline():
            url = config.get_main_option("sqlalchemy.url")
            context.configure(url=url, literal_binds=True, version_table_pk=False,
                dialect_opts={"paramstyle": "named"})
            with context.begin_transaction():
                context.run_migrations()
        def run_migrations_online():
            with connectable.connect() as connection:
                schema = SCHEMA
                context.configure(connection=connection, version_table_schema=schema,
                    transaction_per_migration=True)
                with context.begin_transaction():
                    context.run_migrations()
        """)
    let (settings, diagnostics) = try one.read()
    let (online, offline) = (settings.environment, settings.offlineEnvironment)
    #expect(online.versionTableSchema == "s" && offline.versionTableSchema == nil)
    #expect(online.isTransactionPerMigration && !offline.isTransactionPerMigration)
    #expect(online.hasVersionTableKey && !offline.hasVersionTableKey)
    #expect(!offline.doublesPercentSigns && offline.hasLiteralBinds && offline.hasOuterTransaction)
    #expect(diagnostics.isEmpty && settings.offlineNotes.isEmpty)
  }

  /// `env.py`, the column that Alembic makes offline, and the one that a new table gets.
  private static let columns: [(environment: String, offline: String, online: String)] = [
    ("pass", "VARCHAR(32)", "VARCHAR(32)"),
    (
      """
      LENGTH = 128
      def wide(self, *, version_table, version_table_schema, version_table_pk, **kw):
          table = Table(version_table, MetaData(),
              Column("version_num", String(LENGTH), nullable=False), schema=version_table_schema)
          if version_table_pk:
              table.append_constraint(PrimaryKeyConstraint("version_num"))
          return table
      DefaultImpl.version_table_impl = wide
      """, "VARCHAR(128)", "VARCHAR(128)"
    ),
    (
      """
      def patch():
          def version_table_impl(self, **names):
              columns = [sa.Column("version_num", sa.String(length=64), nullable=False)]
              return sa.Table(names["version_table"], sa.MetaData(), *columns)
          DefaultImpl.version_table_impl = version_table_impl
      """, "VARCHAR(64)", "VARCHAR(64)"
    ),
    (
      """
      class Impl(PostgresqlImpl):
          __dialect__ = "postgresql"
          def version_table_impl(self, **names):
              table = super().version_table_impl(**names)
              table.c.version_num.type = String(255)
              return table
      """, "VARCHAR(255)", "VARCHAR(255)"
    ),
    (
      """
      class Impl(SQLiteImpl):
          __dialect__ = "sqlite"
          def version_table_impl(self, **names):
              return Table("v", MetaData(), Column("version_num", String(99)))
      """, "VARCHAR(32)", "VARCHAR(32)"
    ),
    (
      """
      def run_migrations_online():
          connection.execute(text(
              "CREATE TABLE IF NOT EXISTS alembic_version ("
              "version_num VARCHAR(64) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"))
          connection.execute(text(
              "ALTER TABLE alembic_version ALTER COLUMN version_num TYPE character varying(255)"))
      """, "VARCHAR(32)", "VARCHAR(255)"
    ),
    (
      """
      def run_migrations_online():
          Table("alembic_version", MetaData(), Column("version_num", Text)).create(connection)
      """, "VARCHAR(32)", "TEXT"
    ),
    (
      """
      \"\"\"Alembic's version_num is a VARCHAR(16) in one of our databases.\"\"\"
      """, "VARCHAR(32)", "VARCHAR(32)"
    ),
    (
      """
      LENGTH = setting()
      def version_table_impl(self, **names):
          return Table("v", MetaData(), Column("version_num", String(LENGTH)))
      """, "VARCHAR(32)", "VARCHAR(32)"
    ),
  ]

  @Test(arguments: columns)
  func `the column of the version table is found`(
    environment: String, offline: String, online: String
  ) throws {
    let (settings, _) = try EnvironmentCase(name: "", environment: environment).read()
    #expect(settings.offlineEnvironment.versionColumn.words == offline)
    #expect(settings.environment.versionColumn.words == online)
  }

  /// Ways to hand keywords over that are not written in the call.
  private static let handedOver: [String] = [
    """
    def run(connection=None, url=None):
        options = {"target_metadata": metadata, "version_table": "v", "compare_type": True}
        if connection is not None:
            options["connection"] = connection
        if url is not None:
            options.update({"url": url, "literal_binds": True, "dialect_opts": {"paramstyle": "named"}})
        options["version_table_schema"] = "s"
        context.configure(**options)
        with context.begin_transaction():
            context.run_migrations()
    """,
    """
    def set_up(**options):
        context.configure(target_metadata=metadata, version_table="v", **options)
    def run_migrations_offline():
        set_up(url=address, literal_binds=True, dialect_opts={"paramstyle": "named"},
            version_table_schema="s")
        with context.begin_transaction():
            context.run_migrations()
    def run_migrations_online():
        set_up(connection=connection, version_table_schema="s")
        with context.begin_transaction():
            context.run_migrations()
    """,
    """
    BOTH = dict(target_metadata=metadata, version_table="v", version_table_schema="s")
    def run_migrations_offline():
        context.configure(url=address, literal_binds=True, dialect_opts={"paramstyle": "named"}, **BOTH)
        with context.begin_transaction():
            context.run_migrations()
    def run_migrations_online():
        context.configure(connection=connection, **BOTH)
        with context.begin_transaction():
            context.run_migrations()
    """,
  ]

  @Test(arguments: handedOver)
  func `keywords are found where they are gathered`(ways: String) throws {
    let text = "metadata = MetaData(naming_convention={'pk': 'pk_%(table_name)s'})\n"
    let one = EnvironmentCase(
      name: "", environment: "from sqlalchemy import MetaData\n" + text + ways)
    let (settings, diagnostics) = try one.read()
    for script in [settings.environment, settings.offlineEnvironment] {
      #expect(script.versionTable == "v" && script.versionTableSchema == "s")
      #expect(script.namingConvention == ["pk": "pk_%(table_name)s"])
    }
    #expect(settings.offlineEnvironment.hasLiteralBinds)
    #expect(settings.offlineEnvironment.hasOuterTransaction)
    #expect(!settings.offlineEnvironment.doublesPercentSigns)
    #expect(diagnostics.isEmpty && settings.offlineNotes.isEmpty)
  }

  @Test func `a keyword that is given in some cases only is told`() throws {
    let one = EnvironmentCase(
      name: "sometimes",
      environment: """
        def run_migrations_online():
            options = {"connection": connection}
            if settings.schema:
                options["version_table_schema"] = "s"
            context.configure(**options)
        """)
    let (settings, diagnostics) = try one.read()
    #expect(settings.environment.versionTableSchema == nil)
    #expect(settings.environment.unreadKeywords == ["version_table_schema"])
    #expect(
      diagnostics.map(\.message) == [
        "'version_table_schema' in 'env.py' is given in some cases only"
      ])
  }

  @Test func `what else it does is told`() throws {
    let one = EnvironmentCase(
      name: "more",
      environment: """
        def run_migrations_online():
            for schema in schemas:
                connection.execute(f"set search_path to {schema}")
                context.configure(connection=connection, on_version_apply=remember)
                context.run_migrations()
        """)
    let (settings, diagnostics) = try one.read()
    #expect(
      Set(diagnostics.map(\.code)) == [
        "environment-executes", "environment-loops", "environment-not-literal",
      ])
    #expect(!settings.offlineEnvironment.hasOuterTransaction)
    #expect(settings.offlineNotes.map(\.code) == ["no-literal-binds"])
  }

  @Test func `what somebody says instead wins, and needs no note`() throws {
    var overrides = EnvironmentOverrides()
    overrides.versionTable = "v"
    overrides.paramstyle = "format"
    overrides.isTransactional = false
    let one = EnvironmentCase(
      name: "said",
      environment:
        "context.configure(version_table=name(), transactional_ddl=x, literal_binds=True)",
      overrides: overrides)
    let (settings, diagnostics) = try one.read()
    #expect(settings.environment.versionTable == "v")
    #expect(settings.offlineEnvironment.doublesPercentSigns)
    #expect(!settings.offlineEnvironment.isTransactional)
    #expect(diagnostics.isEmpty && settings.offlineNotes.isEmpty)
  }

  @Test func `a driver that numbers its parameters leaves percent signs alone`() throws {
    let folder = try TemporaryFolder([
      .file(
        "alembic.ini",
        "[alembic]\nscript_location = db\nsqlalchemy.url = postgresql+asyncpg://a@b/c\n"),
      .file("db/env.py", "context.configure(url=url, literal_binds=True)"),
    ])
    let scripts = AlembicScripts(
      configuration: "\(folder.path)/alembic.ini", workingDirectory: folder.path,
      displayBase: folder.path)
    #expect(scripts.settings?.offlineEnvironment.doublesPercentSigns == false)
  }
}
