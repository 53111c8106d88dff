/// The text of views as servers from 16 on write it.
///
/// Up to 15 the columns of a view over a single relation are written with its name before them,
/// since the rules of a view had two more relations, `old` and `new`
/// (`get_query_def` in `ruleutils.c`: a prefix where the range table has more than one entry).
enum ViewDefinition {
  static func normalized(_ text: String) -> String {
    var tokens = SQLWords.tokens(of: text)
    guard let alias = singleRelation(tokens) else { return text }
    let isOuter = outerLevel(tokens)
    var result: [SQLWords.Token] = []
    var index = 0
    tokens.append(contentsOf: [.end, .end, .end])
    while index < tokens.count - 3 {
      let isPrefix =
        isOuter[index] && tokens[index].name == alias && tokens[index + 1].text == "."
        && tokens[index + 2].name != nil && result.last?.text != "."
      if isPrefix {
        index += 2
      } else {
        result.append(tokens[index])
        index += 1
      }
    }
    return result.map(\.text).joined()
  }

  /// For each token whether it stands outside of all subqueries.
  private static func outerLevel(_ tokens: [SQLWords.Token]) -> [Bool] {
    var inSubquery: [Bool] = []
    return tokens.indices.map { index in
      switch tokens[index].text {
      case "(":
        let next = tokens[(index + 1)...].first { !$0.isBlank }?.text
        inSubquery.append(["SELECT", "WITH", "VALUES"].contains(next))
      case ")" where !inSubquery.isEmpty: inSubquery.removeLast()
      default: break
      }
      return !inSubquery.contains(true)
    }
  }

  /// What the only relation is called; nil when there are several, or none.
  private static func singleRelation(_ tokens: [SQLWords.Token]) -> String? {
    var depth = 0
    var clause: [SQLWords.Token] = []
    var isInClause = false
    for token in tokens where !token.isBlank {
      if token.text == ")" { depth -= 1 }
      if depth == 0 {
        if ["UNION", "INTERSECT", "EXCEPT"].contains(token.text) { return nil }
        if isInClause, clauseEnds.contains(token.text) { isInClause = false }
        if isInClause, token.text == "," || joins.contains(token.text) { return nil }
        if isInClause { clause.append(token) }
        if token.text == "FROM" { isInClause = true }
      }
      if token.text == "(" { depth += 1 }
    }
    return alias(clause)
  }

  /// `ONLY schema.table alias(columns) TABLESAMPLE …`: the last name before what is behind it.
  private static func alias(_ clause: [SQLWords.Token]) -> String? {
    var name: String?
    for token in clause {
      if token.text == "TABLESAMPLE" { break }
      if let word = token.name, token.text != "ONLY", token.text != "LATERAL",
        token.text != "ROWS"
      {
        name = word
      }
    }
    return name
  }

  private static let clauseEnds: Set<String> = [
    "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", ";",
  ]
  private static let joins: Set<String> = [
    "JOIN", "LEFT", "RIGHT", "FULL", "CROSS", "INNER", "NATURAL",
  ]
}

/// SQL as the server prints it, in words.
enum SQLWords {
  struct Token: Equatable {
    let text: String
    /// What an identifier names: unquoted; nil for everything else.
    let name: String?

    static let end = Token(text: "", name: nil)

    var isBlank: Bool { text.utf8.allSatisfy { $0 == 32 || $0 == 10 || $0 == 9 || $0 == 13 } }
  }

  static func tokens(of text: String) -> [Token] {
    let bytes = Array(text.utf8)
    var tokens: [Token] = []
    var index = 0
    while index < bytes.count {
      let end = tokenEnd(bytes, from: index)
      let word = String(decoding: bytes[index..<end], as: UTF8.self)
      tokens.append(Token(text: word, name: name(word, first: bytes[index])))
      index = end
    }
    return tokens
  }

  private static func name(_ word: String, first: UInt8) -> String? {
    if first == UInt8(ascii: "\"") {
      let inner = word.utf8.dropFirst().dropLast()
      var bytes: [UInt8] = []
      var wasMark = false
      for byte in inner {
        if byte == UInt8(ascii: "\""), wasMark {
          wasMark = false
          continue
        }
        wasMark = byte == UInt8(ascii: "\"")
        bytes.append(byte)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    // Keywords are printed in capitals, and a name with capitals in quotes.
    return isWord(first) && !(first >= 48 && first <= 57) && !(first >= 65 && first <= 90)
      ? word : nil
  }

  private static func tokenEnd(_ bytes: [UInt8], from start: Int) -> Int {
    let first = bytes[start]
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
      let hasEscapes = first == UInt8(ascii: "'") && start > 0 && bytes[start - 1] == 69
      return quoteEnd(bytes, from: start, mark: first, hasEscapes: hasEscapes)
    }
    guard isWord(first) else { return start + 1 }
    var index = start
    while index < bytes.count, isWord(bytes[index]) { index += 1 }
    return index
  }

  private static func quoteEnd(
    _ bytes: [UInt8], from start: Int, mark: UInt8, hasEscapes: Bool
  ) -> Int {
    var index = start + 1
    while index < bytes.count {
      if hasEscapes, bytes[index] == UInt8(ascii: "\\") {
        index += 2
      } else if bytes[index] == mark {
        guard index + 1 < bytes.count, bytes[index + 1] == mark else { return index + 1 }
        index += 2
      } else {
        index += 1
      }
    }
    return bytes.count
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 128 || byte == 95 || byte == 36 || (byte >= 48 && byte <= 57)
      || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
  }
}
