extension StatementFacts {
  /// What the words of a statement say that no parser understood: its tag, and whether it stands alone.
  package init(keywordsOf statement: [UInt8]) {
    var scanner = SQLScanner(statement)
    var words: [String] = []
    while let token = scanner.next(), words.count < 4096 {
      if token.kind == .comment { continue }
      if words.isEmpty && token.kind != .word { break }
      // What is no word still parts words: CREATE INDEX "concurrently" is not concurrent.
      words.append(token.kind == .word ? token.capitals(in: statement) : "")
    }
    var tag = CommandWords.tag(of: words)
    if tag == "WITH" { tag = CommandWords.mainVerb(of: statement) ?? tag }
    self.init(
      tag: tag, isAnalysed: words.isEmpty && SQLScanner.isEmpty(statement),
      transaction: CommandWords.effect(of: words, tag: tag))
  }
}

extension SQLScanner {
  /// Whether a text holds nothing but white space and comments.
  static func isEmpty(_ bytes: [UInt8]) -> Bool {
    var scanner = SQLScanner(bytes)
    while let token = scanner.next() {
      guard token.kind == .comment && token.isTerminated else { return false }
    }
    return true
  }
}

/// Reads commands from their leading words alone.
enum CommandWords {
  /// Kinds of objects whose names have more than one word, as `CREATE`, `ALTER` and `DROP` use them.
  private static let compoundKinds: [[String]] = [
    ["ACCESS", "METHOD"], ["DEFAULT", "PRIVILEGES"], ["EVENT", "TRIGGER"],
    ["FOREIGN", "DATA", "WRAPPER"], ["FOREIGN", "TABLE"], ["LARGE", "OBJECT"],
    ["MATERIALIZED", "VIEW"], ["OPERATOR", "CLASS"], ["OPERATOR", "FAMILY"],
    ["PROPERTY", "GRAPH"], ["TEXT", "SEARCH", "CONFIGURATION"],
    ["TEXT", "SEARCH", "DICTIONARY"], ["TEXT", "SEARCH", "PARSER"],
    ["TEXT", "SEARCH", "TEMPLATE"], ["USER", "MAPPING"],
  ]

  /// Words between `CREATE` and the kind of object.
  private static let modifiers: Set<String> = [
    "OR", "REPLACE", "GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "UNIQUE", "RECURSIVE",
    "TRUSTED", "PROCEDURAL", "CONSTRAINT",
  ]

  static func tag(of words: [String]) -> String {
    guard let verb = words.first else { return "" }
    switch verb {
    case "CREATE", "ALTER", "DROP":
      var rest = Array(words.dropFirst().prefix(8))
      if verb == "CREATE" { rest = Array(rest.drop { modifiers.contains($0) }) }
      if rest.first == "DEFAULT" && rest.dropFirst().first == "CONVERSION" { rest.removeFirst() }
      let kind = compoundKinds.first { rest.starts(with: $0) } ?? Array(rest.prefix(1))
      return ([verb] + kind.filter { !$0.isEmpty }).joined(separator: " ")
    case "START", "REFRESH", "SECURITY", "IMPORT", "REASSIGN", "LOCK", "TRUNCATE", "DISCARD":
      return tagOfTwoWords(verb, words)
    case "COMMIT", "ROLLBACK", "PREPARE":
      let second = words.dropFirst().first
      let isLong = second == "PREPARED" || (verb == "PREPARE" && second == "TRANSACTION")
      return isLong ? "\(verb) \(second ?? "")" : verb
    case "END": return "COMMIT"
    case "ABORT": return "ROLLBACK"
    default: return verb
    }
  }

  /// The command after `WITH` and its queries, which stand in parentheses.
  static func mainVerb(of statement: [UInt8]) -> String? {
    var scanner = SQLScanner(statement)
    var depth = 0
    while let token = scanner.next() {
      if token.kind == .punctuation {
        if statement[token.range.lowerBound] == UInt8(ascii: "(") { depth += 1 }
        if statement[token.range.lowerBound] == UInt8(ascii: ")") { depth -= 1 }
      }
      guard depth == 0, token.kind == .word else { continue }
      let word = token.capitals(in: statement)
      if ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES"].contains(word) { return word }
    }
    return nil
  }

  private static func tagOfTwoWords(_ verb: String, _ words: [String]) -> String {
    switch verb {
    case "START": "START TRANSACTION"
    case "REFRESH": "REFRESH MATERIALIZED VIEW"
    case "SECURITY": "SECURITY LABEL"
    case "IMPORT": "IMPORT FOREIGN SCHEMA"
    case "REASSIGN": "REASSIGN OWNED"
    case "LOCK": "LOCK TABLE"
    case "TRUNCATE": "TRUNCATE TABLE"
    default: [verb, words.dropFirst().first ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  static func effect(of words: [String], tag: String) -> TransactionEffect {
    if let control = control(of: words, tag: tag) { return .control(control) }
    return isStandalone(words, tag: tag) ? .standalone : .ordinary
  }

  private static func control(of words: [String], tag: String) -> TransactionControl? {
    let andChain = words.containsRun(["AND", "CHAIN"])
    return switch tag {
    case "BEGIN", "START TRANSACTION": .begin
    case "COMMIT": .commit(andChain: andChain)
    case "ROLLBACK" where words.contains("TO"): .savepoint
    case "ROLLBACK": .rollback(andChain: andChain)
    case "PREPARE TRANSACTION": .prepare
    case "SAVEPOINT", "RELEASE": .savepoint
    case "COMMIT PREPARED", "ROLLBACK PREPARED": .finishPrepared
    default: nil
    }
  }

  /// The commands that call `PreventInTransactionBlock` in PostgreSQL, as far as words tell.
  private static func isStandalone(_ words: [String], tag: String) -> Bool {
    switch tag {
    case "VACUUM", "ALTER SYSTEM", "CREATE DATABASE", "DROP DATABASE", "CREATE TABLESPACE",
      "DROP TABLESPACE", "CREATE SUBSCRIPTION", "DROP SUBSCRIPTION", "DISCARD ALL":
      true
    case "CREATE INDEX", "DROP INDEX": words.prefix(4).contains("CONCURRENTLY")
    case "REINDEX":
      words.contains("CONCURRENTLY")
        || !Set(words.prefix(12)).isDisjoint(with: ["SCHEMA", "DATABASE", "SYSTEM"])
    case "CLUSTER": words.count == 1 || words == ["CLUSTER", "VERBOSE"]
    case "ALTER DATABASE": words.containsRun(["SET", "TABLESPACE"])
    case "ALTER SUBSCRIPTION":
      words.contains("REFRESH") || words.contains("PUBLICATION")
    case "ALTER TABLE":
      words.containsRun(["DETACH", "PARTITION"]) && words.contains("CONCURRENTLY")
    default: false
    }
  }
}

extension [String] {
  fileprivate func containsRun(_ run: [String]) -> Bool {
    guard count >= run.count else { return false }
    return (0...(count - run.count)).contains { self[$0...].starts(with: run) }
  }
}
