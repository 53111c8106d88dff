import Postgres

/// A database that is kept to be copied; its name is its key, and its comment says the rest.
struct Template {
  let key: String
  /// The states that it was built through, in short; the last one is its own.
  var path: [String]
  /// When it was last copied, in seconds since 1970.
  var usedAt: Int
  var byteCount: Int
  /// What the server's roles were when it was complete.
  var roles: String
  /// The comment that the revisions gave to the database.
  var comment: String

  /// Blanks keep the names out of the way of those that people give.
  static let prefix = "migrate template "
  static let unfinishedPrefix = "migrate unfinished "
  static let scratchPrefix = "migrate scratch "
  /// What was in the place of another database and is being dropped.
  static let replacedPrefix = "migrate replaced "

  static func name(_ key: String) -> String { prefix + key.prefix(32) }
  var name: String { Self.name(key) }

  /// A key as the path has it.
  static func short(_ key: String) -> String { String(key.prefix(16)) }
}

// The commands that make a database a template; they take no parameters.
extension Template {
  /// Keeps everybody out of it: what is connected to is not copied.
  static func closing(_ name: String) -> SQL {
    "ALTER DATABASE \(Identifier(name)) WITH IS_TEMPLATE true ALLOW_CONNECTIONS false"
  }

  static func commenting(_ text: String, on name: String) -> SQL {
    SQL(
      verbatim: "COMMENT ON DATABASE \(Identifier(name).quoted) IS "
        + PlatformStatements.quote(text))
  }
}

extension Template {
  /// As the comment of its database.
  var text: String {
    "\(key) \(usedAt) \(byteCount)\n\(path.joined(separator: " "))\n\(roles)\n\(comment)"
  }

  /// Nil when the comment is not what we write: then the database is no template.
  init?(text: String) {
    let lines = text.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
    guard lines.count == 4 else { return nil }
    let words = lines[0].split(separator: " ")
    guard words.count == 3, words[0].utf8.count == 64, let usedAt = Int(words[1]),
      let byteCount = Int(words[2])
    else { return nil }
    key = String(words[0])
    path = lines[1].split(separator: " ").map(String.init)
    self.usedAt = usedAt
    self.byteCount = byteCount
    roles = String(lines[2])
    comment = String(lines[3])
  }
}
