import Glibc

extension SchemaListeners {
  /// What the lines of one file say: what is imported, and what is listened to.
  package struct Scan: Sendable {
    /// Each statement that imports, on one line.
    private(set) var imports: [String] = []
    /// What listens to a class of SQLAlchemy or gives it a compile rule.
    private(set) var calls: [Call] = []
    /// A statement whose parentheses are still open.
    private var open: (text: String, isImport: Bool)?

    /// One listener; the event is nil for a compile rule, and empty when it is not written there.
    struct Call: Sendable {
      let target: String
      let event: String?
    }

    package init(_ bytes: [UInt8]) {
      bytes.withUnsafeBufferPointer { bytes in
        var at = 0
        while at < bytes.count {
          while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
          let line = Line(from: at, in: bytes)
          read(line)
          at = line.text.endIndex + 1
        }
      }
    }
  }
}

/// A line without the blanks before it.
private struct Line {
  private(set) var text: Slice<UnsafeBufferPointer<UInt8>>
  /// Where the arguments begin of a call of the names that are looked for: nearly no line has one.
  private var arguments: Int?

  init(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    let end = bytes.place(of: 0x0A, from: start, to: bytes.count) ?? bytes.count
    text = bytes[start..<end]
    var at = start
    while let open = bytes.place(of: UInt8(ascii: "("), from: at, to: end) {
      if Self.endsWithCallee(bytes[start..<open]) {
        arguments = open
        return
      }
      at = open + 1
    }
  }

  private static let callees = ["listens_for", "event.listen", "compiles"].map { Array($0.utf8) }

  private static func endsWithCallee(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    switch text.last {
    case UInt8(ascii: "r"), UInt8(ascii: "n"), UInt8(ascii: "s"):
      callees.contains { text.suffix($0.count).elementsEqual($0) }
    default: false
    }
  }

  var string: String { String(decoding: text, as: UTF8.self) }

  /// The call from the last letter of its name on, which tells a compile rule (`s`) from a listener.
  var call: String? { arguments.map { String(decoding: text[($0 - 1)...], as: UTF8.self) } }
  var opens: Bool { text.contains(UInt8(ascii: "(")) }
  var closes: Bool { text.contains(UInt8(ascii: ")")) }

  var imports: Bool {
    switch text.first {
    case UInt8(ascii: "f"): text.starts(with: "from ".utf8)
    case UInt8(ascii: "i"): text.starts(with: "import ".utf8)
    default: false
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where a byte stands first from one place up to another; the C library looks at many at once.
  fileprivate func place(of byte: UInt8, from start: Int, to end: Int) -> Int? {
    guard let baseAddress, let found = memchr(baseAddress + start, Int32(byte), end - start) else {
      return nil
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(baseAddress)
  }
}

extension SchemaListeners.Scan {
  private mutating func read(_ line: Line) {
    if let (before, isImport) = open {
      let statement = "\(before) \(line.string)"
      open = line.closes ? nil : (statement, isImport)
      if line.closes { keep(statement, isImport) }
    } else if line.imports {
      if line.opens && !line.closes { open = (line.string, true) } else { keep(line.string, true) }
    } else if let call = line.call {
      if call.utf8.contains(UInt8(ascii: ")")) { keep(call, false) } else { open = (call, false) }
    }
  }

  private mutating func keep(_ statement: String, _ isImport: Bool) {
    if isImport { imports.append(statement) } else { listen(statement) }
  }

  private static let schemaClasses: Set<String> = [
    "PrimaryKeyConstraint", "ForeignKeyConstraint", "UniqueConstraint", "CheckConstraint",
    "Constraint", "Index", "Column", "Table", "MetaData",
  ]

  /// `listens_for(Class, "after_parent_attach")`, `event.listen(…)`, or `compiles(Class, …)`.
  private mutating func listen(_ text: String) {
    let rest = text.utf8.dropFirst(2)
    let name = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ")") }
    let last = name.split(separator: UInt8(ascii: ".")).last ?? name
    let target = String(decoding: Array(last), as: UTF8.self).filter { !$0.isWhitespace }
    guard Self.schemaClasses.contains(target) else { return }
    let quote = rest.firstIndex { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    guard text.utf8.first != UInt8(ascii: "s") else {
      // A rule for another dialect prints nothing here.
      if quote == nil || text.contains("postgresql") {
        calls.append(Call(target: target, event: nil))
      }
      return
    }
    let event = quote.map { quote in
      rest[rest.index(after: quote)...].prefix { $0 != rest[quote] }
    }
    calls.append(
      Call(target: target, event: event.map { String(decoding: Array($0), as: UTF8.self) } ?? ""))
  }
}
