import Revisions
import SQLText

/// Blocks (`DO`), which no event trigger is told of, and in which nobody reads the statements.
enum PlatformBlocks {
  /// What is sent in place of a block; nil for nearly all.
  static func substitute(for text: String) -> StatementSubstitute? {
    let named = naming(text)
    guard let condition = loan(for: text) else {
      return named.map { StatementSubstitute(text: $0) }
    }
    return StatementSubstitute(
      before: ["SELECT migrate_platform.lend_to_block()\(condition)"], text: named ?? text,
      after: ["SELECT migrate_platform.settle_block()"])
  }

  /// When a block needs a superuser's rights: it makes, changes or drops event triggers, or roles with what
  /// the platform lets "postgres" hand on; nil for never.
  private static func loan(for text: String) -> String? {
    let words = text.lowercased().split(whereSeparator: { !$0.isLetter })
    let verbs: Set<Substring> = ["create", "alter", "drop"]
    var changesRoles = false
    for index in words.indices.dropLast() where verbs.contains(words[index]) {
      let next = words[index + 1]
      if next == "event", index + 2 < words.endIndex, words[index + 2] == "trigger" { return "" }
      changesRoles = changesRoles || next == "role" || next == "user"
    }
    return changesRoles && RoleStatement.handsOn(words) ? RoleStatement.needsLoan : nil
  }

  /// The block with the name of the database at hand where it has the platform's; nil where it has none.
  ///
  /// There, every project's database is "postgres", and blocks ask for it to know where they run.
  static func naming(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    let tokens = PlatformStatements.tokens(of: bytes)
    guard tokens.first?.isWord("do", in: bytes) == true,
      let body = tokens.first(where: { $0.kind == .dollarString }), body.isTerminated,
      let tag = bytes[(body.range.lowerBound + 1)...].firstIndex(of: UInt8(ascii: "$"))
    else { return nil }
    let length = tag - body.range.lowerBound + 1
    let edits = edits(
      of: bytes, in: (tag + 1)..<max(tag + 1, body.range.upperBound - length)
    ).sorted { $0.range.lowerBound < $1.range.lowerBound }
    guard !edits.isEmpty else { return nil }
    return edited(bytes, edits)
  }

  /// What stands for a piece of a block; nil for the name of the database.
  private typealias Edit = (range: Range<Int>, text: String?)

  /// Where a piece of a block, or a constant in it, speaks of the database "postgres".
  private static func edits(of bytes: [UInt8], in piece: Range<Int>) -> [Edit] {
    let inside = Array(bytes[piece])
    let tokens = PlatformStatements.tokens(of: inside)
    func text(_ index: Int) -> String {
      guard tokens.indices.contains(index) else { return "" }
      return String(decoding: inside[tokens[index].range], as: UTF8.self)
    }
    func moved(_ range: Range<Int>) -> Range<Int> {
      (range.lowerBound + piece.lowerBound)..<(range.upperBound + piece.lowerBound)
    }
    var edits: [Edit] = []
    for (index, token) in tokens.enumerated() {
      if token.isWord("database", in: inside),
        ["postgres", "\"postgres\""].contains(text(index + 1)),
        ["alter", "on"].contains(text(index - 1).lowercased())
      {
        edits.append((moved(tokens[index + 1].range), nil))
      } else if token.isWord("current_database", in: inside), text(index + 1) == "(",
        text(index + 2) == ")",
        compares(text(index + 3), text(index + 4)) || compares(text(index - 1), text(index - 2))
      {
        let call = token.range.lowerBound..<tokens[index + 2].range.upperBound
        edits.append((moved(call), "'postgres'::name"))
      } else if token.kind == .string, token.isTerminated,
        let quote = inside[token.range].firstIndex(of: UInt8(ascii: "'"))
      {
        edits += Self.edits(of: bytes, in: moved((quote + 1)..<(token.range.upperBound - 1)))
      }
    }
    return edits
  }

  private static func compares(_ sign: String, _ constant: String) -> Bool {
    ["=", "<>", "!="].contains(sign) && constant == "'postgres'"
  }

  private static func edited(_ bytes: [UInt8], _ edits: [Edit]) -> String {
    var pieces: [String] = []
    var piece = ""
    var place = 0
    for edit in edits {
      piece += String(decoding: bytes[place..<edit.range.lowerBound], as: UTF8.self)
      place = edit.range.upperBound
      if let text = edit.text {
        piece += text
      } else {
        pieces.append(piece)
        piece = ""
      }
    }
    piece += String(decoding: bytes[place...], as: UTF8.self)
    guard !pieces.isEmpty else { return piece }
    let parts = (pieces + [piece]).map(PlatformStatements.quote)
    let whole = parts.joined(separator: " || quote_ident(current_database()) || ")
    return "DO \(PlatformStatements.quote("BEGIN EXECUTE \(whole); END"))"
  }
}
