/// What the code of a procedure or `DO` block does with transactions, as far as its words tell.
package struct RoutineBody: Sendable, Hashable {
  /// Whether it commits or rolls back.
  package let endsTransaction: Bool
  /// The procedures that it calls.
  package let calls: [SchemaObject]

  /// Reads code in a language, whose name is in lower case.
  package init(_ code: String, language: String) {
    let bytes = Array(code.utf8)
    switch language {
    case "plpgsql":
      var reading = Reading(bytes: bytes)
      reading.run()
      endsTransaction = reading.endsTransaction
      calls = reading.calls
    case "sql", "c", "internal":
      endsTransaction = false
      calls = []
    default:
      // `plpy.commit()`, `spi_commit()`, `rollback`: the words of each language's manual page.
      endsTransaction = ["commit", "rollback"].contains { word in
        code.lowercased().split { !$0.isLetter }.contains { $0 == word }
      }
      calls = []
    }
  }

  /// PL/pgSQL: a statement begins behind a semicolon or one of a few words.
  private struct Reading {
    let bytes: [UInt8]
    var endsTransaction = false
    var calls: [SchemaObject] = []

    mutating func run() {
      let tokens = Self.tokens(of: bytes)
      for index in tokens.indices where beginsStatement(index, tokens) {
        let token = tokens[index]
        if token.isWord("commit", in: bytes) || token.isWord("rollback", in: bytes) {
          guard index + 1 < tokens.count else { continue }
          let next = tokens[index + 1]
          if next.kind == .semicolon || next.isWord("and", in: bytes) { endsTransaction = true }
        } else if token.isWord("call", in: bytes) {
          if let name = name(from: index + 1, tokens) { calls.append(name) }
        }
      }
    }

    private static func tokens(of bytes: [UInt8]) -> [SQLToken] {
      var scanner = SQLScanner(bytes)
      var tokens: [SQLToken] = []
      while let token = scanner.next() {
        if token.kind != .comment { tokens.append(token) }
      }
      return tokens
    }

    private func beginsStatement(_ index: Int, _ tokens: [SQLToken]) -> Bool {
      guard index > 0 else { return true }
      let previous = tokens[index - 1]
      switch previous.kind {
      case .semicolon: return true
      case .operator: return bytes[previous.range].elementsEqual(">>".utf8)
      case .word:
        return ["begin", "then", "else", "loop"].contains {
          String(decoding: bytes[previous.range], as: UTF8.self).lowercased() == $0
        }
      default: return false
      }
    }

    /// `name` or `schema.name`.
    private func name(from start: Int, _ tokens: [SQLToken]) -> SchemaObject? {
      var parts: [String] = []
      var index = start
      while index < tokens.count, let part = part(tokens[index]) {
        parts.append(part)
        guard index + 1 < tokens.count, bytes[tokens[index + 1].range].elementsEqual(".".utf8)
        else { break }
        index += 2
      }
      guard let last = parts.last else { return nil }
      return SchemaObject(.function, schema: parts.count > 1 ? parts[parts.count - 2] : nil, last)
    }

    private func part(_ token: SQLToken) -> String? {
      let text = String(decoding: bytes[token.range], as: UTF8.self)
      switch token.kind {
      case .word: return text.lowercased()
      case .quotedIdentifier where text.hasPrefix("\""):
        return text.dropFirst().dropLast().split(separator: "\"", omittingEmptySubsequences: false)
          .enumerated().filter { $0.offset % 2 == 0 || !$0.element.isEmpty }.map(\.element)
          .joined(separator: "\"")
      default: return nil
      }
    }
  }
}
