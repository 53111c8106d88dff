/// A value that `ALTER TYPE … ADD VALUE` gives to a type.
package struct EnumValue: Sendable, Hashable {
  package let type: SchemaObject
  package let label: String

  package init(type: SchemaObject, label: String) {
    self.type = type
    self.label = label
  }
}

extension EnumValue {
  /// Whether a statement uses the value, or may: the server refuses that (55P04) until the
  /// transaction that adds the value has committed.
  ///
  /// Before PostgreSQL 17 this holds also for a type that the same transaction creates.
  package func mayBeUsed(by statement: SQLStatement) -> Bool {
    let facts = statement.facts
    guard facts.isAnalysed else { return true }
    if facts.addsValue != nil || Self.harmlessTags.contains(facts.tag) { return false }
    if Self.openTags.contains(facts.tag) || statement.rows != nil { return true }
    let words = Words(of: statement.text, label: label, readsCode: !facts.storesCode)
    if words.haveLabel || words.listValues { return true }
    let isQuery = Self.queryTags.contains(facts.tag)
    if isQuery && facts.needs.contains(where: { $0.kind == .function }) { return true }
    // A text from a table, made a value.
    let type = type.inDefaultSchema
    let namesType = facts.needs.contains { $0.kind == .type && $0.inDefaultSchema == type }
    return namesType && (isQuery || facts.tag == "ALTER TABLE" && words.haveUsing)
  }

  private static let harmlessTags: Set<String> = [
    "", "COMMENT", "SECURITY LABEL", "SET", "RESET", "GRANT", "REVOKE",
  ]

  /// Statements that run what they do not show.
  private static let openTags: Set<String> = [
    "DO", "CALL", "EXECUTE", "COPY", "REFRESH MATERIALIZED VIEW",
  ]

  private static let queryTags: Set<String> = [
    "SELECT", "SELECT INTO", "INSERT", "UPDATE", "DELETE", "MERGE", "CREATE TABLE AS",
    "CREATE MATERIALIZED VIEW",
  ]

  /// What the tokens of a statement tell.
  private struct Words {
    var haveLabel = false
    /// Functions that give all values of a type.
    var listValues = false
    var haveUsing = false

    init(of text: String, label: String, readsCode: Bool) {
      let bytes = Array(text.utf8)
      var scanner = SQLScanner(bytes)
      while let token = scanner.next() {
        switch token.kind {
        case .string: haveLabel = haveLabel || Self.holds(label, bytes[token.range])
        case .dollarString where readsCode:
          haveLabel =
            haveLabel || String(decoding: bytes[token.range], as: UTF8.self).contains(label)
        case .word:
          listValues =
            listValues || token.isWord("enum_range", in: bytes)
            || token.isWord("enum_first", in: bytes) || token.isWord("enum_last", in: bytes)
          haveUsing = haveUsing || token.isWord("using", in: bytes)
        default: break
        }
      }
    }

    /// Whether a constant is the label, or may contain it: as an array, a row, or behind escapes.
    private static func holds(_ label: String, _ constant: ArraySlice<UInt8>) -> Bool {
      guard constant.first == UInt8(ascii: "'") else { return true }
      let text = String(decoding: constant.dropFirst().dropLast(), as: UTF8.self)
      let doubled = label.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "''")
      if text == doubled { return true }
      let mayHoldMore =
        text.hasPrefix("{") || text.hasPrefix("(") || text.hasPrefix("[") || text.contains("\n")
        // The body of a function, or an expression in quotes.
        || text.contains(" ")
      return mayHoldMore && text.contains(doubled)
    }
  }
}

extension EnumValue {
  /// The statements before which a transaction has to end, so that those behind can use a value
  /// that one before has added.
  ///
  /// In a transaction that the file begins itself, nothing can be divided.
  package static func divisions(of statements: [SQLStatement]) -> Set<Int> {
    var added: [EnumValue] = []
    /// Where the file's own transaction begins, and what was added before.
    var begin: (index: Int, added: [EnumValue])?
    var divisions: Set<Int> = []
    for (index, statement) in statements.enumerated() {
      switch statement.facts.transaction {
      case .standalone, .control(.finishPrepared), .control(.commit):
        added = []
        begin = nil
      case .control(.begin): begin = (index, added)
      case .control: break
      case .ordinary:
        let candidates = begin?.added ?? added
        if candidates.contains(where: { $0.mayBeUsed(by: statement) }) {
          divisions.insert(begin?.index ?? index)
          added = []
          if let open = begin { begin = (open.index, []) }
        }
        if let value = statement.facts.addsValue { added.append(value) }
      }
    }
    return divisions
  }
}
