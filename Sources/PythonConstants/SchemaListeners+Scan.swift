extension SchemaListeners {
  /// What the lines of one file say: what is imported, and what is listened to.
  package struct Scan: Sendable {
    /// Each statement that imports, on one line.
    private(set) var imports: [String] = []
    /// The classes of SQLAlchemy that something listens to or has a compile rule for.
    private(set) var classes: Set<String> = []
    /// A statement whose parentheses are still open.
    private var open: String?

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
  /// Whether it calls something of the names that are looked for: nearly none does.
  private(set) var mayListen = false

  init(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    var end = start
    while end < bytes.count, bytes[end] != 0x0A {
      if bytes[end] == UInt8(ascii: "("), Self.endsWithCallee(bytes[start..<end]) {
        mayListen = true
      }
      end += 1
    }
    text = bytes[start..<end]
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

extension SchemaListeners.Scan {
  private mutating func read(_ line: Line) {
    if let before = open {
      let statement = "\(before) \(line.string)"
      open = line.closes ? nil : statement
      if line.closes { imports.append(statement) }
    } else if line.imports {
      if line.opens && !line.closes { open = line.string } else { imports.append(line.string) }
    } else if line.mayListen {
      listen(line.string)
    }
  }

  private static let schemaClasses: Set<String> = [
    "PrimaryKeyConstraint", "ForeignKeyConstraint", "UniqueConstraint", "CheckConstraint",
    "Constraint", "Index", "Column", "Table", "MetaData",
  ]

  /// `@event.listens_for(Class, "after_parent_attach")`, `event.listen(…)`, or `@compiles(Class, …)`.
  private mutating func listen(_ text: String) {
    let isListener =
      (text.contains("listens_for(") || text.contains("event.listen("))
      && text.contains("parent_attach")
    // A rule for another dialect prints nothing here.
    let isRule =
      text.contains("compiles(")
      && (!text.contains("'") && !text.contains("\"")
        || text.contains("postgresql"))
    guard isListener || isRule, let open = text.utf8.firstIndex(of: UInt8(ascii: "("))
    else { return }
    let rest = text.utf8[text.utf8.index(after: open)...]
    let name = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ")") }
    let last = name.split(separator: UInt8(ascii: ".")).last ?? name
    let found = String(decoding: Array(last), as: UTF8.self)
    if Self.schemaClasses.contains(found) { classes.insert(found) }
  }
}
