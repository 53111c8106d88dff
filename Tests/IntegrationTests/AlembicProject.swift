import Files
import Glibc
import ScratchServers
import TestSupport

/// A project with an Alembic track that real Alembic can run as well.
struct AlembicProject {
  let folder: ProjectFolder

  /// A project whose settings name a command as its Python, or none.
  init(
    python: [String]? = nil, driver: AlembicDriver = .psycopg, _ files: [String: String] = [:]
  ) throws {
    folder = try ProjectFolder(files)
    try folder.write(
      "alembic.ini", "[alembic]\nscript_location = %(here)s\nprepend_sys_path = .\n")
    try folder.write("env.py", driver.environment)
    if let python {
      let words = python.map { "\"\($0)\"" }.joined(separator: ", ")
      try folder.write("migrate.toml", "[tracks.alembic]\npython = [\(words)]\n")
    }
  }

  /// The interpreter that `scripts/setup --python` installs.
  static let python = "\(Repository.path)/.build/venv/bin/python"

  /// Writes a revision that follows `parent`; the body is that of `upgrade()`.
  func write(_ id: String, after parent: String?, imports: String = "", _ body: String) throws {
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    try folder.write(
      "versions/\(id).py",
      """
      \"\"\"\(id)\"\"\"
      from alembic import op
      import sqlalchemy as sa
      \(imports)

      revision = "\(id)"
      down_revision = \(parent.map { "\"\($0)\"" } ?? "None")


      def upgrade():
      \(lines.map { "    \($0)" }.joined(separator: "\n"))
      """)
  }

  func migrate(
    _ words: [String], _ database: ScratchDatabase?, path: String = "/usr/bin:/bin"
  ) throws -> Subprocess.Result {
    try Subprocess(
      BuiltProgram.path, words,
      environment: ["PATH": path, "HOME": folder.path, "DATABASE_URL": database?.url ?? ""],
      workingDirectory: folder.path
    ).run(timeLimit: .seconds(120))
  }

  /// Asks the runs that were started in the project's folder to end.
  func signalRun() { killEverything(with: SIGTERM) { $0.hasSuffix("/migrate") } }

  /// Kills the programs that were started in the project's folder, where the path of one says so.
  func killEverything(with signal: Int32 = SIGKILL, where isMeant: (String) -> Bool) {
    let here = FileSystem.resolve(folder.path)
    for entry in (try? FileSystem.list("/proc")) ?? [] {
      guard let pid = Int32(entry.name), Self.link("/proc/\(pid)/cwd") == here,
        let program = Self.link("/proc/\(pid)/exe"), isMeant(program)
      else { continue }
      kill(pid, signal)
    }
  }

  private static func link(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = readlink(path, &buffer, buffer.count)
    return length > 0 ? String(decoding: buffer[..<length], as: UTF8.self) : nil
  }

  /// The schema as `pg_dump` prints it, without our ledger.
  static func catalog(_ database: ScratchDatabase) throws -> String {
    let dump = try PostgresInstallation.find(environment: [:]).program("pg_dump")
    let result = try Subprocess(
      dump,
      ["--schema-only", "--no-owner", "--exclude-schema=migrate", "--dbname", database.url],
      environment: ["PATH": "/usr/bin:/bin"]
    ).run()
    return result.output.split(separator: "\n").filter { !$0.hasPrefix("\\") }
      .joined(separator: "\n") + result.errors
  }
}

extension ScratchDatabase {
  /// Revisions of our ledger with the kind that they are told with.
  func kinds() throws -> [String] {
    try rows("select revision || ' ' || coalesce(kind, '-') from migrate.entry order by position")
  }
}

/// What an `env.py` connects with.
enum AlembicDriver: String, Sendable, CaseIterable {
  case psycopg
  case psycopg2
  case asyncpg
  /// The same `psycopg`, as an asynchronous project uses it.
  case psycopgAsync = "psycopg_async"

  /// An `env.py` as `alembic init` writes it; the address comes from a variable.
  var environment: String {
    let url = """
      import asyncio, os
      from alembic import context
      from sqlalchemy import create_engine, pool

      url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+\(rawValue)://", 1)


      def run(connection):
          context.configure(connection=connection, target_metadata=None)
          with context.begin_transaction():
              context.run_migrations()

      """
    switch self {
    case .psycopg, .psycopg2:
      return url + """

        with create_engine(url, poolclass=pool.NullPool).connect() as connection:
            run(connection)
        """
    case .asyncpg, .psycopgAsync:
      return url + """

        async def main():
            from sqlalchemy.ext.asyncio import create_async_engine

            engine = create_async_engine(url, poolclass=pool.NullPool)
            async with engine.connect() as connection:
                await connection.run_sync(run)
            await engine.dispose()


        asyncio.run(main())
        """
    }
  }
}
