import Postgres
import Revisions
import SQLText

/// Finds out what became of a standalone statement that was begun and whose end was not seen.
struct StandaloneProbe {
  enum Answer {
    /// It has taken effect.
    case happened
    /// It has not, or doing it again changes nothing.
    case repeatable
    /// It left something behind that has to go before it is done again.
    case clean(SQL)
    /// Nothing in the catalog tells.
    case unknown(String)
  }

  let statement: SQLStatement

  func ask(_ session: inout Connection) throws(RunFailure) -> Answer {
    let words = statement.facts.tag
    if words.hasPrefix("CREATE INDEX") { return try index(&session) }
    if words.hasPrefix("DROP INDEX") { return try droppedIndex(&session) }
    let repeatable = ["VACUUM", "ANALYZE", "REINDEX", "CLUSTER", "ALTER SYSTEM", "DISCARD"]
    if repeatable.contains(where: words.hasPrefix) { return .repeatable }
    return .unknown(
      "'\(words)' was begun by an earlier run, and whether it took effect cannot be told")
  }

  /// An index that a broken `CREATE INDEX CONCURRENTLY` left behind is there and invalid.
  private func index(_ session: inout Connection) throws(RunFailure) -> Answer {
    guard let object = statement.facts.creates.first(where: { $0.kind == .relation }) else {
      return .unknown(
        "an index without a name was begun by an earlier run; name it, or look for it")
    }
    // An index lives in the schema of its table, whatever its own name says.
    let table = statement.facts.locks.first?.relation
    let schema = object.schema ?? table?.schema
    let name = QualifiedName(schema: schema.map { Identifier($0) }, name: Identifier(object.name))
    let path = name.quoted
    let rows: [Row]
    do {
      rows = try session.query(
        "SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = to_regclass(\(path))")
    } catch {
      throw .server(error, doing: "look for the index \(path)")
    }
    guard let row = rows.first else { return .repeatable }
    return row.bool(0) ? .happened : .clean("DROP INDEX CONCURRENTLY \(name)")
  }

  private func droppedIndex(_ session: inout Connection) throws(RunFailure) -> Answer {
    for object in statement.facts.drops where object.kind == .relation {
      let name = QualifiedName(
        schema: object.schema.map { Identifier($0) }, name: Identifier(object.name))
      let path = name.quoted
      do {
        let rows = try session.query("SELECT to_regclass(\(path)) IS NOT NULL")
        if rows[0].bool(0) { return .repeatable }
      } catch {
        throw .server(error, doing: "look for the index \(path)")
      }
    }
    return statement.facts.drops.isEmpty
      ? .unknown("an index was being dropped by an earlier run; see whether it is gone") : .happened
  }
}
