// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// For the adapters that call C: every unsafe call is marked.
let adapterSettings = settings + [.strictMemorySafety()]

/// One row of the house: a target, what it may import, and its tests.
func room(
  _ name: String, imports: [Target.Dependency] = [], path: String? = nil,
  resources: [Resource] = [], settings: [SwiftSetting] = settings,
  tests: [Target.Dependency]? = nil
) -> [Target] {
  var targets: [Target] = [
    .target(
      name: name, dependencies: imports, path: path, resources: resources,
      swiftSettings: settings)
  ]
  if let tests {
    targets.append(
      .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + imports + tests,
        exclude: ["Fixtures"], swiftSettings: settings))
  }
  return targets
}

// C libraries: module maps and shims only.
let libraries: [Target] = [
  .systemLibrary(name: "CLibPQ", pkgConfig: "libpq"),
  .systemLibrary(name: "CLibPGQuery"),
  .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto"),
  .systemLibrary(name: "CMalloc"),
  .systemLibrary(name: "CFileSystems"),
  .target(name: "CLibPQLoading", dependencies: ["CLibPQ"]),
  .target(name: "CTOML"),
  .target(name: "CProcess"),
  .target(name: "CSignals"),
  .target(name: "CCores"),
]

// Floor 0: source files, positions, messages, hints.
let floor0 = room("Diagnostics", tests: [])

// Floor 1, pure: texts and graphs as values.
let floor1 =
  room("JSONText", tests: [])  // JSON as a value: reading and writing
  + room("IniText", imports: ["Diagnostics"], tests: [])  // ini files as Python reads them
  + room(
    "Conninfo", imports: ["Diagnostics"],
    tests: ["TestSupport"])  // where a database is; secrets
  + room("SQLText", imports: ["Diagnostics"], tests: [])  // SQL statements, facts, lock levels
  + room("PythonTokens", imports: ["Diagnostics"])  // words of Python: the lexer
  + room("PythonSyntax", imports: ["Diagnostics"])  // Python as a tree
  + room(
    "PythonText", imports: ["Diagnostics", "PythonSyntax", "PythonTokens"],
    tests: ["Files", "JSONText", "PythonTreeDumps"])  // Python text to its tree: the parser
  + room(
    "RevisionGraphs", imports: ["Diagnostics"],
    tests: ["TestSupport"])  // how Alembic's revisions follow each other, and its version rows
  + room(
    "Revisions", imports: ["Diagnostics", "RevisionGraphs", "SQLText"],
    tests: ["TestSupport"])  // revisions of both tracks: order, plan, ledger entries, divergence
  + room("Catalogs", tests: [])  // what a database contains, as a value; two of them compared
  + room("Checks", imports: ["Catalogs", "Diagnostics", "Revisions"])  // what a check found

// Floor 2, pure: operations and arguments.
let floor2 =
  room("SQLExpressions")  // types, literals, expressions and statements of SQLAlchemy's Core
  + room("SQLWriting", imports: ["SQLExpressions"])  // those as SQL
  + room(
    "SQLAlchemyCore",
    imports: ["JSONText", "SQLExpressions", "SQLWriting"])  // SQLAlchemy's functions by name
  + room(
    "PostgresDDL",
    imports: ["SQLExpressions", "SQLText", "SQLWriting"]
  )  // schema operations, and the SQL that does them
  + room(
    "PythonEvaluation", imports: ["Diagnostics", "PythonSyntax"])  // values of Python, nothing run
  + room(
    "StandardLibrary",
    imports: ["Diagnostics", "JSONText", "PythonEvaluation", "PythonSyntax"]
  )  // what comes with Python
  + room(
    "SQLAlchemyValues",
    imports: [
      "Diagnostics", "PostgresDDL", "PythonEvaluation", "PythonSyntax", "SQLAlchemyCore",
      "SQLExpressions", "StandardLibrary",
    ]
  )  // what SQLAlchemy's constructors make
  + room(
    "AlembicPlugins",
    imports: ["PythonEvaluation", "SQLAlchemyValues", "SQLExpressions", "StandardLibrary"]
  )  // types and operations of packages that build on SQLAlchemy and Alembic
  + room(
    "AlembicOps",
    imports: [
      "AlembicPlugins", "Diagnostics", "PostgresDDL", "PythonEvaluation", "PythonSyntax",
      "SQLAlchemyCore", "SQLAlchemyValues", "SQLExpressions", "SQLText", "StandardLibrary",
    ],
    tests: ["Files", "JSONText", "PythonText", "TestSupport"])  // what Alembic's Python asks for
  + room("CommandLineKit", imports: ["Diagnostics"], tests: [])  // arguments and help

// Floor 3: adapters. Threads, Files and Digests serve the other adapters.
let floor3 =
  room("Threads", imports: ["CCores"], tests: [])  // work on other cores
  + room(
    "Files", imports: ["CFileSystems", "Threads"],
    tests: [])  // reading and writing files, without Foundation
  + room("Digests", imports: ["CCrypto"], settings: adapterSettings, tests: [])  // SHA-256
  + room(
    "TOMLReading", imports: ["CTOML", "Diagnostics"], settings: adapterSettings,
    tests: ["TestSupport"])  // TOML as a value with places
  + room("Signals", imports: ["CSignals"])  // SIGINT and SIGTERM
  + room(
    "Postgres", imports: ["CLibPQ", "CLibPQLoading", "Signals", "Threads"],
    settings: adapterSettings)  // sessions, libpq
  + room(
    "PGParsing", imports: ["CLibPGQuery", "Diagnostics", "SQLText", "Threads"],
    settings: adapterSettings)  // PostgreSQL's own parser: statements of a text, as trees
  + room(
    "StatementReading", imports: ["Diagnostics", "PGParsing", "SQLText"],
    settings: adapterSettings,
    tests: ["CLibPGQuery", "Files", "TestSupport"])  // facts of statements, from trees
  + room(
    "PythonConstants",
    imports: ["Diagnostics", "Files", "PythonSyntax", "PythonText", "PythonTokens"],
    tests: ["TestSupport"]
  )  // values in Python modules, imports followed, nothing run
  + room(
    "RenderedFiles", imports: ["Diagnostics", "Digests", "Files"],
    tests: [])  // SQL that the project's own Alembic rendered beforehand
  + room(
    "Tracks",
    imports: [
      "Diagnostics", "Digests", "Files", "IniText", "PythonConstants", "PythonSyntax", "PythonText",
      "RevisionGraphs", "Revisions", "SQLText", "TOMLReading", "Threads",
    ],
    tests: ["TestSupport"])  // the folders of both tracks
  + room(
    "Settings", imports: ["Catalogs", "Conninfo", "Diagnostics", "Files", "TOMLReading"],
    tests: ["TestSupport"])  // what the project says, and where it says it

// Floor 4: what a project wants of a database, and how it is told.
let floor4 =
  room(
    "Projects",
    imports: [
      "AlembicOps", "Diagnostics", "Digests", "Files", "IniText", "PGParsing", "PostgresDDL",
      "PythonConstants", "PythonEvaluation", "PythonSyntax", "PythonText", "RenderedFiles",
      "RevisionGraphs", "Revisions", "SQLExpressions", "SQLText", "Settings",
      "StatementReading", "Threads", "Tracks",
    ],
    tests: ["JSONText", "TestSupport"])  // a project: its files, its plan, the SQL of its steps
  + room(
    "Drafts",
    imports: [
      "Diagnostics", "Files", "PGParsing", "Revisions", "SQLText", "StatementReading", "Tracks",
    ],
    tests: ["Projects", "ScratchServers", "TestSupport"])  // new revisions, not written yet
  + room(
    "Reporting",
    imports: [
      "Catalogs", "Checks", "CommandLineKit", "Conninfo", "Diagnostics", "JSONText",
      "RevisionGraphs", "Revisions", "SQLText",
    ],
    tests: [])  // what commands say: text, JSON, pictures
  + room(
    "CatalogReading", imports: ["Catalogs", "Digests", "Postgres"],
    tests: ["Files", "ScratchServers", "TestSupport"])  // reads what a database contains

// Floor 5: the code that performs.
let floor5 =
  room(
    "SupabaseBaseline", imports: ["Digests", "Postgres"],
    resources: [.embedInCode("Baseline"), .embedInCode("Extensions")]
  )  // what a Supabase database holds before the first migration
  + room(
    "ScratchServers",
    imports: [
      "CProcess", "Conninfo", "Diagnostics", "Digests", "Files", "Postgres", "SupabaseBaseline",
    ],
    tests: ["TestSupport"])  // local servers, databases
  + room(
    "LedgerSchema", path: "migrations",
    resources: [
      .embedInCode("0001_runs_and_entries.sql"), .embedInCode("0002_progress.sql"),
      .embedInCode("0003_guards.sql"), .embedInCode("0004_kinds.sql"),
      .embedInCode("0005_interrupted.sql"), .embedInCode("0006_checked_once.sql"),
      .embedInCode("0007_session_settings.sql"),
    ])  // the ledger's own SQL, compiled in
  + room(
    "Ledgers",
    imports: [
      "Diagnostics", "Digests", "JSONText", "LedgerSchema", "Postgres", "RevisionGraphs",
      "Revisions", "SQLText", "Threads",
    ]
  )  // what a database remembers of its revisions and runs, ours and the native tools'
  + room(
    "RememberedTexts",
    imports: ["Digests", "Files", "JSONText", "Revisions", "ScratchServers"]
  )  // what was said, with what it was made from
  + room(
    "StatementProbes", imports: ["Postgres", "SQLText", "StatementReading"]
  )  // what became of a statement outside any transaction
  + room(
    "Migrating",
    imports: [
      "Diagnostics", "Digests", "Files", "Ledgers", "Postgres", "RevisionGraphs", "Revisions",
      "SQLText", "Signals", "StatementProbes", "StatementReading",
    ])  // the runner
  + room(
    "ScratchDatabases",
    imports: [
      "Diagnostics", "Digests", "Ledgers", "Migrating", "Postgres", "Revisions", "SQLText",
      "ScratchServers", "SupabaseBaseline", "Tracks",
    ],
    tests: ["Files", "JSONText", "Projects", "TestSupport"]
  )  // databases that are made from a plan and thrown away, and the templates they are copied from
  + room(
    "BridgeProgram", path: "alembic-compat/bridge",
    resources: [
      .embedInCode("bridge.py"), .embedInCode("recorder.py"), .embedInCode("render.py"),
      .embedInCode("live.py"),
    ])  // what runs inside of a project's own Python, compiled in
  + room(
    "PythonBridge",
    imports: [
      "BridgeProgram", "Diagnostics", "Files", "JSONText", "Migrating", "RenderedFiles",
      "Revisions", "ScratchServers",
    ])  // the way into a project's own Python
  + room(
    "GitRepositories",
    imports: ["Diagnostics", "Files", "ScratchServers"])  // what git knows of a project
  + room(
    "Checking",
    imports: [
      "CatalogReading", "Catalogs", "Checks", "Diagnostics", "Files", "GitRepositories", "Ledgers",
      "Migrating", "Postgres", "Projects", "RevisionGraphs", "Revisions", "SQLText",
      "ScratchDatabases",
      "ScratchServers", "StatementProbes",
    ],
    tests: ["Digests", "JSONText", "RenderedFiles", "Reporting", "TestSupport"])  // the checks

// Floors 6 and 7: commands, and the program.
let floor6 = room(
  "MigrateCommands",
  imports: [
    "Catalogs",
    "Checking",
    "Checks",
    "CommandLineKit",
    "Conninfo",
    "Diagnostics",
    "Digests",
    "Drafts",
    "Files",
    "JSONText",
    "Ledgers",
    "Migrating",
    "Postgres",
    "RememberedTexts",
    "Projects",
    "PythonBridge",
    "RenderedFiles",
    "Reporting",
    "RevisionGraphs",
    "Revisions",
    "SQLText",
    "ScratchDatabases",
    "ScratchServers",
    "Settings",
    "Signals",
    "SupabaseBaseline",
    "Tracks",
  ])  // one file a command, and the exit codes

let program: [Target] = [
  .executableTarget(
    name: "migrate", dependencies: ["CMalloc", "MigrateCommands", "Signals"],
    swiftSettings: settings)
]

// What tests share: a real server, databases of their own.
let testing: [Target] = room(
  "TestSupport",
  imports: ["Diagnostics", "Files", "Postgres", "ScratchServers", "SupabaseBaseline"])

/// Syntax trees of Python as text, to be compared with those of CPython.
let treeDumps: [Target] =
  room("PythonTreeDumps", imports: ["Diagnostics", "PythonSyntax"]) + [
    .executableTarget(
      name: "PythonTreeDump",
      dependencies: [
        "Diagnostics", "Digests", "Files", "PythonSyntax", "PythonText", "PythonTreeDumps",
      ], swiftSettings: settings)
  ]

/// Catalogs of databases as text and digest, for the bench.
let catalogDump: [Target] = [
  .executableTarget(
    name: "CatalogDump", dependencies: ["CatalogReading", "Catalogs", "Postgres"],
    swiftSettings: settings)
]

/// libFuzzer's entry, built by `scripts/fuzz` alone: its flags do not suit the other targets.
let isFuzzing = Context.environment["MIGRATE_FUZZ"] != nil
let fuzzing: [Target] =
  isFuzzing
  ? room(
    "PythonFuzzing",
    imports: ["AlembicOps", "Diagnostics", "PythonSyntax", "PythonText", "PythonTreeDumps"])
  : []

/// Tests of whole floors against a real server, and of the program beside the native tools.
let integrationTests: [Target] = [
  .testTarget(
    name: "IntegrationTests",
    dependencies: [
      "Diagnostics", "Files", "JSONText", "LedgerSchema", "Ledgers", "Migrating", "PGParsing",
      "Postgres", "Projects", "RevisionGraphs", "Revisions", "SQLText", "ScratchServers",
      "StatementProbes", "StatementReading", "TestSupport", "migrate",
    ], swiftSettings: settings),
  // Promises 1 and 2 against whoever tries to break them.
  .testTarget(
    name: "FaultTests",
    dependencies: ["Files", "JSONText", "Postgres", "ScratchServers", "TestSupport", "migrate"],
    exclude: ["Fixtures"], swiftSettings: settings),
  // The built program, told as stories.
  .testTarget(
    name: "CLITests",
    dependencies: [
      "Digests", "Files", "JSONText", "Postgres", "ScratchServers", "TestSupport", "migrate",
    ],
    exclude: ["Scenarios"], swiftSettings: settings),
  // The documentation beside the code.
  .testTarget(
    name: "DocumentationTests",
    dependencies: [
      "Catalogs", "Checks", "Conninfo", "Diagnostics", "Drafts", "Files", "JSONText", "Ledgers",
      "MigrateCommands", "Migrating",
      "Postgres", "Reporting", "RevisionGraphs", "Revisions", "SQLText", "ScratchDatabases",
      "ScratchServers", "TestSupport", "migrate",
    ], swiftSettings: settings),
]

let package = Package(
  name: "migrate",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "migrate", targets: ["migrate"])]
    + (isFuzzing
      ? [.library(name: "PythonFuzzing", type: .static, targets: ["PythonFuzzing"])] : []),
  targets: libraries + floor0 + floor1 + floor2 + floor3 + floor4 + floor5 + floor6 + program
    + testing + treeDumps + catalogDump + fuzzing + integrationTests,
  cxxLanguageStandard: .cxx17
)
