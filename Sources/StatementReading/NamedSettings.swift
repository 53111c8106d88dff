import SQLText

/// The settings that statements name, in bodies of code and in strings too.
///
/// The server lists what a session has set, but nothing of names with a dot that no extension has
/// declared, and not how long a value holds: what it is asked about comes from here.
package struct NamedSettings: Sendable, Hashable {
  /// In lower case; some may be columns, which no server knows as settings.
  package private(set) var names: Set<String> = []
  /// Those of them that are set until their transaction ends.
  package private(set) var local: Set<String> = []
  /// Whether it is changed what a database or a role gives to sessions that begin.
  package private(set) var changesDefaults = false

  /// Those of them that are set for the session.
  private var kept: Set<String> = []

  package init(in texts: some Sequence<String>) {
    for text in texts where text.mentions("set") { read(Array(text.utf8), depth: 0) }
  }

  /// What a part of the statements is taken to have set until its transaction ends, where only that can
  /// have set it.
  package func local(in part: NamedSettings) -> Set<String> {
    local.subtracting(kept).union(part.local.subtracting(part.kept))
  }

  /// Deeper than code in a string of code, nobody writes.
  private static let deepest = 4

  private mutating func read(_ bytes: [UInt8], depth: Int) {
    let words = Words(bytes)
    var calls: [(name: String, depth: Int)] = []
    var parentheses = 0
    var isDefaultChange = false
    for index in words.all.indices {
      switch words.all[index] {
      case .text(let inner):
        guard depth < Self.deepest, inner.count > 4 else { continue }
        read(inner, depth: depth + 1)
      case .word("set"):
        changesDefaults = changesDefaults || isDefaultChange
        take(words.setting(behind: index))
      case .word("reset"):
        changesDefaults = changesDefaults || isDefaultChange
        if let name = words.name(from: index + 1)?.name { names.insert(name) }
      case .word("alter") where words.altersRoleOrDatabase(at: index): isDefaultChange = true
      case .mark(UInt8(ascii: ";")): isDefaultChange = false
      case .mark(UInt8(ascii: "(")):
        parentheses += 1
        if let name = words.firstArgument(at: index) { calls.append((name, parentheses)) }
      case .mark(UInt8(ascii: ")")):
        if let call = calls.last, call.depth == parentheses {
          calls.removeLast()
          take((call.name, isLocal: words.isTrue(index - 1)))
        }
        parentheses -= 1
      default: break
      }
    }
  }

  private mutating func take(_ setting: (name: String, isLocal: Bool)?) {
    guard let setting else { return }
    names.insert(setting.name)
    if setting.isLocal { local.insert(setting.name) } else { kept.insert(setting.name) }
  }
}

/// The tokens of a text, as far as settings are named with them.
private struct Words {
  enum Word: Equatable {
    /// In lower case.
    case word(String)
    case quoted(String)
    /// What stands in a string, its quotes and the doubling of them taken away.
    case text([UInt8])
    case mark(UInt8)
  }

  var all: [Word] = []

  init(_ bytes: [UInt8]) {
    var scanner = SQLScanner(bytes)
    while let token = scanner.next() {
      let text = bytes[token.range]
      switch token.kind {
      case .comment: break
      case .word: all.append(.word(token.identifier(in: bytes) ?? ""))
      // Settings are the same in whatever case, in quotes too.
      case .quotedIdentifier: all.append(.quoted(token.identifier(in: bytes)?.lowercased() ?? ""))
      case .string: all.append(.text(Self.inside(text)))
      case .dollarString: all.append(.text(Self.body(text)))
      default: if let first = text.first { all.append(.mark(first)) }
      }
    }
  }

  private static func inside(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let quote = UInt8(ascii: "'")
    var inside: [UInt8] = []
    var isFirstOfTwo = false
    for byte in text.drop(while: { $0 != quote }).dropFirst().dropLast() {
      isFirstOfTwo = byte == quote && !isFirstOfTwo
      if !isFirstOfTwo { inside.append(byte) }
    }
    return inside
  }

  private static func body(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let dollar = UInt8(ascii: "$")
    guard let tag = text.dropFirst().firstIndex(of: dollar) else { return [] }
    let length = tag - text.startIndex + 1
    return Array(text.dropFirst(length).dropLast(length))
  }

  private func at(_ index: Int) -> Word? { all.indices.contains(index) ? all[index] : nil }

  /// `a`, `"a"` or `a.b`, and where it ends.
  func name(from start: Int) -> (name: String, end: Int)? {
    var name = ""
    var index = start
    while true {
      switch at(index) {
      case .word(let part), .quoted(let part): name += part
      default: return nil
      }
      guard at(index + 1) == .mark(UInt8(ascii: ".")) else { return (name, index + 1) }
      name += "."
      index += 2
    }
  }

  /// What a `SET` sets, by the name that the server has for it.
  ///
  /// Source: PostgreSQL, `SET`, and `set_rest_more` of its grammar.
  func setting(behind set: Int) -> (name: String, isLocal: Bool)? {
    let isLocal = at(set + 1) == .word("local")
    let isScoped =
      isLocal || at(set + 1) == .word("session") && at(set + 2) != .word("authorization")
    let start = isScoped ? set + 2 : set + 1
    guard let found = name(from: start) else { return nil }
    let next = at(found.end)
    let named: String? =
      switch (found.name, next) {
      case ("session", .word("authorization")): "session_authorization"
      case ("time", .word("zone")): "timezone"
      case ("xml", .word("option")): "xmloption"
      case ("names", _): "client_encoding"
      case ("schema", .text): "search_path"
      case ("role", _): "role"
      case (_, .word("to")), (_, .mark(UInt8(ascii: "="))), (_, .word("from")): found.name
      default: nil
      }
    return named.map { ($0, isLocal) }
  }

  /// The setting that a `set_config(name, value, is_local)` names, at its parenthesis.
  func firstArgument(at parenthesis: Int) -> String? {
    guard at(parenthesis - 1) == .word("set_config"), case .text(let name)? = at(parenthesis + 1)
    else { return nil }
    return String(decoding: name, as: UTF8.self).lowercased()
  }

  func isTrue(_ index: Int) -> Bool { at(index) == .word("true") }

  /// `ALTER ROLE`, `USER` or `DATABASE`, which changes what sessions begin with by `SET` or `RESET`.
  func altersRoleOrDatabase(at alter: Int) -> Bool {
    guard case .word(let kind)? = at(alter + 1) else { return false }
    return ["role", "user", "database"].contains(kind)
  }
}
