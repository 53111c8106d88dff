package import SQLText

/// Something that a session keeps for itself, and that is gone with it.
package struct SessionObject: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable {
    case table = "temporary table"
    case view = "temporary view"
    case sequence = "temporary sequence"
    case type = "temporary type"
    case function = "temporary function"
    case preparedStatement = "prepared statement"
    case cursor
  }

  package let kind: Kind
  /// As PostgreSQL stores it.
  package let name: String

  /// What it is, and its name, as messages have it.
  package var words: String { "\(kind.rawValue) '\(name)'" }
}

/// That a statement needs what another one has made for their session alone.
package struct SessionDependency: Sendable, Hashable {
  package let object: SessionObject
  /// The statement that makes it, and its part.
  package let maker: Int
  package let makerPart: Int
  /// The first statement of a later part that needs it, and its part.
  package let user: Int
  package let userPart: Int
}

extension SessionObject {
  /// What statements of later parts of a revision need of what is made in earlier ones for the session
  /// alone: where a run goes on between the two, it is not there any more.
  ///
  /// `parts` has the indices of the statements of each part, in the order in which they run.
  package static func dependencies(
    across parts: [[Int]], of statements: [SQLStatement]
  ) -> [SessionDependency] {
    guard parts.count > 1 else { return [] }
    var search = Search()
    for (part, indices) in parts.enumerated() {
      for index in indices { search.read(statements[index], index, part) }
    }
    return search.found
  }

  /// What is left in the session behind some statements.
  package static func made(by statements: [SQLStatement]) -> [SessionObject] {
    var search = Search()
    for (index, statement) in statements.enumerated() { search.read(statement, index, 0) }
    return search.living.map(\.object)
  }
}

private struct Search {
  struct Made {
    let object: SessionObject
    let statement: Int
    let part: Int
    var isFound = false
  }

  var living: [Made] = []
  var found: [SessionDependency] = []

  mutating func read(_ statement: SQLStatement, _ index: Int, _ part: Int) {
    let mayMake = statement.mayMakeSessionObject
    guard mayMake || isOfInterest(statement) else { return }
    let work = SessionWork(of: statement)
    for place in living.indices where living[place].part < part && !living[place].isFound {
      let made = living[place]
      guard work.needs(made.object) else { continue }
      living[place].isFound = true
      found.append(
        SessionDependency(
          object: made.object, maker: made.statement, makerPart: made.part, user: index,
          userPart: part))
    }
    living.removeAll { work.ends($0.object) }
    for object in work.makes {
      let isFound = living.contains { $0.object == object && $0.isFound }
      living.removeAll { $0.object == object }
      living.append(Made(object: object, statement: index, part: part, isFound: isFound))
    }
  }

  /// Whether a statement may be about something that is there: the quick look before the thorough one.
  private func isOfInterest(_ statement: SQLStatement) -> Bool {
    guard !living.isEmpty else { return false }
    if statement.facts.tag.hasPrefix("DISCARD") || statement.facts.tag.hasSuffix(" ALL") {
      return true
    }
    // A quote in a name is doubled.
    let text = statement.text.lowercased().replacing("\"\"", with: "\"")
    return living.contains { text.contains($0.object.name.lowercased()) }
  }
}

extension SQLStatement {
  fileprivate var mayMakeSessionObject: Bool {
    switch facts.tag {
    case "PREPARE", "DECLARE CURSOR": true
    case let tag where tag.hasPrefix("CREATE") || tag.hasPrefix("SELECT"): text.mentions("temp")
    default: false
    }
  }
}
