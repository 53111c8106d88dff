extension Catalog {
  /// What makes a difference go away.
  package enum Repair: Sendable, Hashable {
    /// Loses no rows. It may fail because of rows, or of what else stands on the object.
    case statements([Statement])
    /// Somebody has to write it, and to think of this.
    case unsafe(String)
  }

  /// One statement, and when its turn comes.
  package struct Statement: Sendable, Hashable {
    package let phase: Phase
    package let sql: String
    /// Its place within the phase: what is needed comes before what needs it.
    var turn = 0

    package init(_ phase: Phase, _ sql: String) {
      self.phase = phase
      self.sql = sql
    }
  }

  /// What stands on others goes first and comes last.
  package enum Phase: Int, Sendable, Hashable, Comparable, CaseIterable {
    case setting
    case dropParts
    case create
    case createParts
    case attach
    case foreignKeys
    case alter
    case dropRest
    case owner
    case privileges
    case comment
    case eventTriggers

    package static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }
  }

  /// The statements of several differences in an order in which they can run; each once.
  package static func script(for differences: [Difference]) -> [String] {
    let statements = differences.flatMap { difference -> [Statement] in
      if case .statements(let statements) = difference.repair { statements } else { [] }
    }
    return Self.script(of: statements)
  }

  static func script(of statements: [Statement]) -> [String] {
    var seen: Set<String> = []
    let order = statements.indices.sorted {
      let (first, second) = (statements[$0], statements[$1])
      return (first.phase.rawValue, first.turn, $0) < (second.phase.rawValue, second.turn, $1)
    }
    return order.map { statements[$0].sql }.filter { seen.insert($0).inserted }
  }
}

extension Catalog.Difference {
  /// The statements that make the first catalog like the second in this; nil where none is safe.
  package var sql: [String]? {
    if case .statements(let statements) = repair { Catalog.script(of: statements) } else { nil }
  }
}
