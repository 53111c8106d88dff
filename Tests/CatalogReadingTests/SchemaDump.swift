import Postgres
import ScratchServers
import TestSupport
import Testing

/// What `pg_dump -s` says, so that texts can be compared.
enum SchemaDump {
  static func text(of database: ScratchDatabase) throws -> String {
    let cluster = database.cluster
    let dump = Subprocess(
      cluster.installation.program("pg_dump"), ["-s", "-d", database.url],
      environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"], workingDirectory: "/",
      user: cluster.user)
    let result = try dump.run()
    try #require(result.succeeded, "\(result.errors)")
    return result.output
  }

  /// The entries without comments and in an order of their own: that of objects that do not need
  /// each other is of no meaning, and the word behind `\restrict` is made up each time.
  static func normalized(_ text: String) -> String {
    var entries: [[Substring]] = [[]]
    for line in text.split(separator: "\n") {
      if line.hasPrefix("-- Name: ") { entries.append([]) }
      if line.hasPrefix("--") || line.hasPrefix("\\") { continue }
      entries[entries.count - 1].append(line)
    }
    return entries.map { $0.joined(separator: "\n") }.sorted().joined(separator: "\n\n")
  }

  /// Replays a dump into another database.
  static func restore(_ text: String, into database: ScratchDatabase) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("\\") }
    var session = try database.connect()
    try session.execute(text: lines.joined(separator: "\n"))
  }
}
