import Files
import PGParsing
import SQLText
import Testing

/// One statement of the trace, with the locks that PostgreSQL was seen to take.
struct TracedStatement: Sendable, CustomTestStringConvertible {
  let file: String
  /// Which statement of the file this is, transaction control not counted.
  let index: Int
  let locks: [String: LockLevel]
  let failed: Bool

  var testDescription: String { "\(file), statement \(index + 1)" }
}

/// The trace in `lint-cases/LOCKS.md`: each statement was run on PostgreSQL 15 and its new locks were read.
enum LockTrace {
  static let statements: [TracedStatement] = {
    guard let bytes = try? FileSystem.read(Fixtures.path("lint-cases/LOCKS.md")) else { return [] }
    var result: [TracedStatement] = []
    var file = ""
    var index = 0
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard line.hasPrefix("| "), line.contains("`") else { continue }
      let before = line[..<(line.firstIndex(of: "`") ?? line.endIndex)]
      let after = line[(line.lastIndex(of: "`") ?? line.startIndex)...].dropFirst()
      let name = before.filter { $0 != "|" && $0 != " " }
      index = name.isEmpty ? index + 1 : 0
      if !name.isEmpty { file = String(name) }
      let cells = after.split(separator: "|", omittingEmptySubsequences: false)
        .map { String($0) }
      result.append(
        TracedStatement(
          file: file, index: index, locks: locks(in: cells[1]),
          failed: cells[5].contains { $0 != " " }))
    }
    return result
  }()

  private static let levels: [String: LockLevel] = [
    "AS": .accessShare, "RS": .rowShare, "RX": .rowExclusive, "SUE": .shareUpdateExclusive,
    "S": .share, "SRE": .shareRowExclusive, "X": .exclusive, "AEL": .accessExclusive,
  ]

  private static func locks(in cell: String) -> [String: LockLevel] {
    var result: [String: LockLevel] = [:]
    for entry in cell.split(separator: " ") {
      let parts = entry.split(separator: ":")
      if parts.count == 2 { result[String(parts[0])] = levels[String(parts[1])] }
    }
    return result
  }
}

struct LockTraceTests {
  /// Locks that no text tells of, by case and relation, each with what else one would have to know.
  static let unknowable: [String: Set<String>] = [
    // Which table an index is on.
    "004_drop_index_blocking, statement 1": ["t"], "005_reindex_blocking, statement 1": ["t"],
    // Whether the constraint to validate is a foreign key, and to which table.
    "010_fk_add_then_validate_same_tx, statement 2": ["u"],
    // What depends on the table.
    "038_drop_table_cascade, statement 1": ["v", "mv", "t_id_seq"],
    // Which tables have columns of a domain.
    "062_alter_domain_constraint, statement 1": ["u"],
    // The sequences that a table's columns own.
    "067_set_logged, statement 1": ["t_id_seq"], "107_set_schema, statement 1": ["t_id_seq"],
  ]

  /// Indexes of the fixture: they are locked along with their tables, which say it already.
  static let indexes: Set<String> = ["ix", "ux", "mvx"]

  @Test func `the trace is there`() {
    #expect(LockTrace.statements.count == 100)
  }

  @Test(arguments: LockTrace.statements.filter { !$0.failed })
  func `facts name the locks that PostgreSQL takes`(_ traced: TracedStatement) throws {
    let statements = try Fixtures.parse("lint-cases/\(traced.file).sql").statements
      .filter { !$0.isEmpty && !$0.facts.transaction.isControl }
    let statement = try #require(
      statements.indices.contains(traced.index) ? statements[traced.index] : nil)
    // The trace shows what is new: a lock that an earlier statement of the transaction took is not.
    let held = Set(statements[..<traced.index].flatMap(\.facts.locks))
    var told: [String: LockLevel] = [:]
    for lock in statement.facts.locks where lock.level > .accessShare && !held.contains(lock) {
      told[lock.relation.name] = lock.level
    }
    let named = statement.facts.locks.map(\.relation.name)
    let unknowable = Self.unknowable[traced.testDescription] ?? []
    let seen = traced.locks.filter { name, level in
      level > .accessShare && !unknowable.contains(name)
        && (!Self.indexes.contains(name) || named.contains(name))
    }
    #expect(told == seen, "\(statement.text)")
  }
}

extension TransactionEffect {
  var isControl: Bool {
    if case .control = self { true } else { false }
  }
}
