import Diagnostics
import PostgresDDL
import RevisionGraphs
import Revisions
import SQLExpressions
import Tracks

/// The text that Alembic prints around the statements of revisions when it connects to nothing.
///
/// Follows `MigrationContext.run_migrations` of Alembic 1.20.
struct OfflineFrame {
  let graph: RevisionGraph
  let environment: EnvironmentScript
  let direction: Direction
  private(set) var rows: [String]
  private(set) var text = ""
  private let versions: VersionTableText

  init(
    graph: RevisionGraph, environment: EnvironmentScript, direction: Direction, rows: [String]
  ) {
    self.graph = graph
    self.environment = environment
    self.direction = direction
    self.rows = rows
    versions = VersionTableText(environment)
  }

  /// Prints some revisions, each with its statements, one after the other.
  mutating func print(_ revisions: [RevisionRendering]) throws(ScriptError) {
    let isEach = environment.isTransactional && environment.isTransactionPerMigration
    let isWhole =
      environment.isTransactional && environment.hasOuterTransaction
      && !environment.isTransactionPerMigration
    // Beside its statements, a revision has a line and what the version table is told.
    text.reserveCapacity(revisions.reduce(0) { $0 + ($1.text?.utf8.count ?? 0) + 256 })
    if isWhole { text += "BEGIN;\n\n" }
    for revision in revisions {
      if isEach { text += "BEGIN;\n\n" }
      try print(revision)
      if isEach { text += "COMMIT;\n\n" }
    }
    if isWhole { text += "COMMIT;\n\n" }
  }

  private mutating func print(_ rendering: RevisionRendering) throws(ScriptError) {
    let id = rendering.revision.id.id
    if rows.isEmpty {
      do { text += try versions.creation() } catch { throw .versionTable(error) }
    }
    printHeading(of: id)
    text += rendering.text ?? ""
    let changes: [VersionChange]
    do {
      changes =
        direction == .upgrade
        ? try graph.versionChanges(applying: id, to: rows)
        : try graph.versionChanges(reverting: id, from: rows)
    } catch { throw .graph(error) }
    for change in changes {
      guard environment.doublesPercentSigns else {
        versions.write(change, to: &text)
        continue
      }
      var sql = ""
      versions.write(change, to: &sql)
      sql.doublePercentSigns()
      text += sql
    }
    rows = rows.applying(changes)
  }

  /// `-- Running upgrade a, b -> c`; what a revision depends on beside its parents is not shown.
  private mutating func printHeading(of id: String) {
    let parents = graph[id]?.parents ?? []
    let below = parents.count == 1 ? parents[0] : parents.joined(separator: ", ")
    text += direction == .upgrade ? "-- Running upgrade " : "-- Running downgrade "
    text += direction == .upgrade ? below : id
    text += " -> "
    text += direction == .upgrade ? id : below
    text += "\n\n"
  }
}

/// Why no script can be printed although each of its revisions is known.
enum ScriptError: Error {
  case noTrack
  case graph(GraphError)
  /// The table's name is none that Alembic could use.
  case versionTable(Refusal)

  var diagnostic: Diagnostic {
    switch self {
    case .noTrack:
      Diagnostic(
        .error, "unknown-revision", "there is no Alembic track", hint: "look into the settings")
    case .graph(let error):
      Diagnostic(.error, "unknown-revision", error.message, hint: error.hint)
    case .versionTable(let refusal):
      Diagnostic(.error, refusal.code.rawValue, refusal.message, hint: refusal.hint)
    }
  }
}

/// The statements about Alembic's version table, as it prints them.
struct VersionTableText {
  private let name: TableName
  /// The name as SQL.
  private let table: String
  private let environment: EnvironmentScript

  init(_ environment: EnvironmentScript) {
    self.environment = environment
    name = TableName(environment.versionTable, schema: environment.versionTableSchema)
    table = name.quoted
  }

  func creation() throws(Refusal) -> String {
    var column = ColumnDefinition(
      name: "version_num", type: SQLType(.string, environment.versionColumn.words))
    column.nullable = false
    let key = KeyConstraint(
      name: ObjectName("\(environment.versionTable)_pkc"), columns: ["version_num"])
    let constraints: [TableConstraint] = environment.hasVersionTableKey ? [.primaryKey(key)] : []
    var compiler = OperationCompiler(
      form: .offline, doublesPercentSigns: environment.doublesPercentSigns)
    let statements = try compiler.compile(
      .createTable(
        TableDefinition(name: name, columns: [column], constraints: constraints, indexes: [])))
    return statements.map { "\($0.sql);\n\n" }.joined()
  }

  func write(_ change: VersionChange, to text: inout String) {
    switch change {
    case .insert(let id):
      text.append("INSERT INTO ", table, " (version_num) VALUES ('", id, "')")
      if environment.hasVersionTableKey { text.append(" RETURNING ", table, ".version_num") }
      text += ";\n\n"
    case .update(let old, let new):
      text.append("UPDATE ", table, " SET version_num='", new, "' WHERE ", table)
      text.append(".version_num = '", old, "';\n\n")
    case .delete(let id):
      text.append("DELETE FROM ", table, " WHERE ", table, ".version_num = '", id, "';\n\n")
    }
  }
}

extension String {
  fileprivate mutating func append(_ parts: String...) {
    for part in parts { self += part }
  }
}
