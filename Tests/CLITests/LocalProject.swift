import Files
import JSONText
import Postgres
import ScratchServers
import TestSupport

/// A project in a folder of its own, with a local server of its own.
struct LocalProject {
  let folder: ScratchFolder
  let cache: String

  init(_ files: [String: String] = [:]) throws {
    folder = try ScratchFolder()
    cache = "\(folder.path)-cache"
    for (name, text) in files { try folder.write(text, to: name) }
  }

  /// A copy of the project that uses everything of the platform.
  static func usingEverything() throws -> LocalProject {
    let project = try LocalProject()
    let source = Path.join(
      Path.parent(Path.parent(#filePath)), "Fixtures/supabase-project/supabase")
    for name in try FileSystem.list(source).map(\.name) where FileSystem.isFile("\(source)/\(name)")
    {
      try project.folder.write(try FileSystem.read("\(source)/\(name)"), to: "supabase/\(name)")
    }
    for part in ["migrations", "seeds"] {
      for entry in try FileSystem.list("\(source)/\(part)") {
        try project.folder.write(
          try FileSystem.read("\(source)/\(part)/\(entry.name)"),
          to: "supabase/\(part)/\(entry.name)")
      }
    }
    return project
  }

  private func process(_ words: [String], _ more: [String: String] = [:]) -> Subprocess {
    var variables = ["MIGRATE_CACHE": cache].merging(more) { $1 }
    for name in ["PATH", "MIGRATE_PG_BIN", "LD_LIBRARY_PATH"] {
      variables[name] = TestEnvironment.variables[name]
    }
    return Subprocess(
      BuiltProgram.path, words, environment: variables, workingDirectory: folder.path)
  }

  func run(_ words: String..., with variables: [String: String] = [:]) throws -> Subprocess.Result {
    try process(words, variables).run(timeLimit: .seconds(300))
  }

  func json(_ words: String...) throws -> JSON {
    try JSON.read(Array(try process(words).run(timeLimit: .seconds(300)).output.utf8))
  }

  func start(_ words: String...) throws -> Int32 {
    try process(words).spawnDetached(log: "/dev/null")
  }

  func write(_ name: String, _ text: String) throws { try folder.write(text, to: name) }

  /// The first value that a query gives, asked as superuser.
  func ask(_ question: String) throws -> String {
    let server = try LocalServer(
      project: folder.path,
      environment: TestEnvironment.variables.merging(["MIGRATE_CACHE": cache]) { $1 })
    let databases = try server.cluster.databases()
    var session = try server.cluster.connect(to: databases.first ?? "postgres")
    return try session.query(SQL(verbatim: question)).first?.text(0) ?? ""
  }

  func remove() {
    _ = try? run("local", "stop")
    folder.remove()
    Folders.removeEverything(cache)
  }
}
