package import Diagnostics

/// The variables of a `.env` file: quotes, `export`, comments and `${VAR}`.
package struct DotEnv: Sendable {
  package struct Variable: Sendable, Hashable {
    package let value: String
    package let location: SourceLocation
  }

  package private(set) var variables: [String: Variable] = [:]
  package private(set) var diagnostics: [Diagnostic] = []

  /// Reads a file; `outer` gives what other files and the process define, which goes first.
  package init(parsing file: SourceFile, outer: (String) -> String?) {
    var reader = Reader(file: file)
    while let item = reader.next() {
      switch item {
      case .broken(let offset):
        diagnostics.append(
          Diagnostic(
            .warning, "invalid-dotenv", "the line is not NAME=VALUE and is left out",
            at: file.location(at: offset), hint: "quote values that go over several lines"))
      case .assignment(let name, let value, let offset):
        let location = file.location(at: offset)
        var text = ""
        for piece in value {
          text += expand(piece, outer: outer, at: location)
        }
        variables[name] = Variable(value: text, location: location)
      }
    }
  }

  private mutating func expand(
    _ piece: Piece, outer: (String) -> String?, at location: SourceLocation
  ) -> String {
    switch piece {
    case .text(let text): return text
    case .reference(let name, let fallback):
      let value = outer(name) ?? variables[name]?.value
      if let value, !value.isEmpty || fallback == nil { return value }
      if let fallback { return fallback }
      diagnostics.append(
        Diagnostic(
          .warning, "missing-variable", "the variable '\(name)' is not set and counts as empty",
          at: location))
      return ""
    }
  }

  fileprivate enum Piece {
    case text(String)
    case reference(String, fallback: String?)
  }

  fileprivate enum Item {
    case assignment(name: String, value: [Piece], offset: Int)
    case broken(offset: Int)
  }
}

private struct Reader {
  private let bytes: [UInt8]
  private var index = 0

  init(file: SourceFile) {
    bytes = file.bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  mutating func next() -> DotEnv.Item? {
    skip { isBlank($0) || isLineEnd($0) }
    while current == UInt8(ascii: "#") {
      skipLine()
      skip { isBlank($0) || isLineEnd($0) }
    }
    guard index < bytes.count else { return nil }
    let start = index
    var name = takeName()
    if name == "export", let byte = current, isBlank(byte) {
      skip(while: isBlank)
      name = takeName()
    }
    skip(while: isBlank)
    guard !name.isEmpty, current == UInt8(ascii: "=") else {
      skipLine()
      return .broken(offset: start)
    }
    index += 1
    skip(while: isBlank)
    guard let value = takeValue() else {
      skipLine()
      return .broken(offset: start)
    }
    return .assignment(name: name, value: value, offset: start)
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func takeName() -> String {
    let start = index
    skip { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func takeValue() -> [DotEnv.Piece]? {
    guard let quote = current, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      return takeBareValue()
    }
    let start = index
    index += 1
    let pieces = quote == UInt8(ascii: "'") ? takeLiteral() : takeQuoted()
    skip(while: isBlank)
    let isEnd = current.map { isLineEnd($0) || $0 == UInt8(ascii: "#") } ?? true
    guard let pieces, isEnd else {
      index = start
      return nil
    }
    skipLine()
    return pieces
  }

  private mutating func takeLiteral() -> [DotEnv.Piece]? {
    let start = index
    skip { $0 != UInt8(ascii: "'") }
    guard current != nil else { return nil }
    index += 1
    return [.text(String(decoding: bytes[start..<(index - 1)], as: UTF8.self))]
  }

  private mutating func takeQuoted() -> [DotEnv.Piece]? {
    var text: [UInt8] = []
    var pieces: [DotEnv.Piece] = []
    while let byte = current, byte != UInt8(ascii: "\"") {
      if let reference = takeReference() {
        pieces += [.text(String(decoding: text, as: UTF8.self)), reference]
        text = []
        continue
      }
      index += 1
      guard byte == UInt8(ascii: "\\"), let next = current else {
        text.append(byte)
        continue
      }
      index += 1
      switch next {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): text.append(next)
      default: text += [byte, next]
      }
    }
    guard current != nil else { return nil }
    index += 1
    return pieces + [.text(String(decoding: text, as: UTF8.self))]
  }

  /// Ends at the end of the line or at a `#` after a blank; blanks at the end do not count.
  private mutating func takeBareValue() -> [DotEnv.Piece] {
    var text: [UInt8] = []
    var pieces: [DotEnv.Piece] = []
    while let byte = current, !isLineEnd(byte) {
      let isComment = byte == UInt8(ascii: "#") && index > 0 && isBlank(bytes[index - 1])
      if isComment { break }
      if let reference = takeReference() {
        pieces += [.text(String(decoding: text, as: UTF8.self)), reference]
        text = []
        continue
      }
      text.append(byte)
      index += 1
    }
    while let last = text.last, isBlank(last) { text.removeLast() }
    skipLine()
    return pieces + [.text(String(decoding: text, as: UTF8.self))]
  }

  /// `${NAME}` or `${NAME:-default}`; anything else with a `$` is text, as passwords have it.
  private mutating func takeReference() -> DotEnv.Piece? {
    let start = index
    guard current == UInt8(ascii: "$") else { return nil }
    index += 1
    if current == UInt8(ascii: "{") {
      index += 1
      let name = takeName()
      if !name.isEmpty, current == UInt8(ascii: "}") {
        index += 1
        return .reference(name, fallback: nil)
      }
      if !name.isEmpty, bytes[index...].starts(with: Array(":-".utf8)) {
        let from = index + 2
        skip { $0 != UInt8(ascii: "}") && !isLineEnd($0) }
        if current == UInt8(ascii: "}") {
          index += 1
          let fallback = String(decoding: bytes[from..<(index - 1)], as: UTF8.self)
          return .reference(name, fallback: fallback)
        }
      }
    }
    index = start
    return nil
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while let byte = current, condition(byte) { index += 1 }
  }

  private mutating func skipLine() { skip { !isLineEnd($0) } }
}

private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
