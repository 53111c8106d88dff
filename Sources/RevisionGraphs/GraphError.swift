/// Why a name does not lead to a revision, or a revision cannot be reached from the rows.
package enum GraphError: Error, Sendable, Hashable {
  case unknownRevision(String)
  case unknownBranch(String)
  case ambiguousPrefix(String, matches: [String])
  case notOnBranch(String, label: String)
  case severalHeads(argument: String, heads: [String])
  /// A relative name such as `+3` that leaves the graph.
  case tooFar(String)
  case ambiguousStart(String, rows: [String])
  case ambiguousWalk(String, at: String?, choices: [String])
  /// A row of the version table that no file declares.
  case unknownRow(String)
  /// Two of the revisions asked for, or two rows, of which one already contains the other.
  case overlap(String, contains: [String])
  /// A revision to go back to that is not applied, or a branch that does not lead back to it.
  case notBelow(String)
  /// A revision to take back that has no row of its own.
  case notCurrent(String)
}

extension GraphError {
  package var message: String {
    switch self {
    case .unknownRevision(let text): "no such revision or branch '\(text)'"
    case .unknownBranch(let label): "no such branch '\(label)'"
    case .ambiguousPrefix(let text, let matches):
      "several revisions start with '\(text)': \(Self.quoted(matches))"
    case .notOnBranch(let id, let label): "revision '\(id)' is not a member of branch '\(label)'"
    case .severalHeads(let argument, let heads):
      "there are several heads for '\(argument)': \(Self.quoted(heads))"
    case .tooFar(let text): "there are not enough revisions for '\(text)'"
    case .ambiguousStart(let text, let rows):
      "'\(text)' is ambiguous, several revisions are current: \(Self.quoted(rows))"
    case .ambiguousWalk(let text, let place, let choices):
      "'\(text)' is ambiguous, \(place.map { "at '\($0)'" } ?? "at the start") the way divides: "
        + Self.quoted(choices)
    case .unknownRow(let id): "the version table names revision '\(id)', which no file declares"
    case .overlap(let id, let others):
      "revision '\(id)' already contains \(Self.quoted(others))"
    case .notBelow(let text): "there is nothing to take back on the way to '\(text)'"
    case .notCurrent(let id): "revision '\(id)' has no row in the version table"
    }
  }

  package var hint: String? {
    switch self {
    case .unknownRevision, .unknownBranch:
      "name a revision by its id, the start of its id or a branch label"
    case .ambiguousPrefix: "write more characters of the id"
    case .notOnBranch(_, let label): "leave out '\(label)@', or name a revision of that branch"
    case .severalHeads(let argument, _):
      "name one of them, narrow it with '<label>@\(argument)', or say 'heads' for all"
    case .tooFar: "use a smaller number, or name the revision"
    case .ambiguousStart: "say from which revision or branch to count, such as '<revision>+1'"
    case .ambiguousWalk: "name the revision"
    case .unknownRow: "bring this checkout up to date, or set the row right with 'alembic stamp'"
    case .overlap: "keep only the revision that contains the others"
    case .notBelow: "name a revision below the one to begin at"
    case .notCurrent: "take back what contains it first"
    }
  }

  private static func quoted(_ names: [String]) -> String {
    let shown = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}
