import Files
import PGParsing
import SQLText
import Testing

/// A second trace: most forms of every command that locks, on the objects of `traced-fixture.sql`.
///
/// Each statement of `traced-locks.txt` was run on PostgreSQL 15.18 in a transaction of its own; below it
/// stand the strongest locks it then held on relations that were there before.
struct MoreLocksTests {
  struct Traced: Sendable, CustomTestStringConvertible {
    let sql: String
    var locks: [String: String] = [:]

    var testDescription: String { sql }
  }

  static let statements: [Traced] = {
    guard let bytes = try? FileSystem.read(Fixtures.path("traced-locks.txt")) else { return [] }
    var result: [Traced] = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("  "), let colon = line.firstIndex(of: ":"), !result.isEmpty {
        result[result.count - 1].locks[String(line[..<colon].dropFirst(2))] =
          String(line[colon...].dropFirst(2))
      } else {
        result.append(Traced(sql: String(line)))
      }
    }
    return result
  }()

  /// Indexes, and the sequence of an identity column: locked along with their table.
  static let dependents: Set<String> = ["ix", "mx", "p1ix", "pix", "t_n_seq", "u_pkey", "ux"]

  /// Tables that only the catalog connects with the statement.
  static let unknowable: [String: Set<String>] = [
    // The other end of a foreign key on the column.
    "alter table t alter column a type bigint": ["u"],
    // The tables of the indexes.
    "alter index pix attach partition p1ix": ["p", "p1"],
    // The tables of the type.
    "alter type app.kind add attribute q int cascade": ["of_t"],
    // Children by inheritance.
    "alter table par add column q int": ["chi"],
    // The table of the statistics.
    "drop statistics st": ["t"],
  ]

  @Test func `the trace is there`() {
    #expect(Self.statements.count > 120)
  }

  @Test(arguments: statements)
  func `facts name the locks that PostgreSQL holds`(_ traced: Traced) throws {
    let told = Dictionary(
      try facts(traced.sql).locks.map { ($0.relation.name, $0.level.name) },
      uniquingKeysWith: { first, _ in first })
    let unknowable = Self.unknowable[traced.sql] ?? []
    let seen = traced.locks.filter { name, _ in
      !unknowable.contains(name) && (told[name] != nil || !Self.dependents.contains(name))
    }
    #expect(told == seen)
  }
}
