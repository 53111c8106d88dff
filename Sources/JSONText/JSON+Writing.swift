extension JSON {
  /// How a value is laid out.
  package enum Layout: Sendable {
    /// All on one line.
    case compact
    /// One member or element a line, indented by two blanks.
    case indented
  }

  /// The value as text, without a final line feed.
  package func written(_ layout: Layout = .compact) -> String {
    var writer = Writer(layout: layout)
    writer.write(self, depth: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

private struct Writer {
  let layout: JSON.Layout
  var bytes: [UInt8] = []

  init(layout: JSON.Layout) { self.layout = layout }

  mutating func write(_ value: JSON, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value): append(String(value))
    case .number(let value): append(value.isFinite ? String(value) : "null")
    case .string(let text): write(text)
    case .array(let elements):
      write("[", "]", elements, depth) { $0.write($1, depth: depth + 1) }
    case .object(let members):
      write("{", "}", members, depth) { writer, member in
        writer.write(member.name)
        writer.append(writer.layout == .compact ? ":" : ": ")
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func write<Element>(
    _ open: String, _ close: String, _ elements: [Element], _ depth: Int,
    _ body: (inout Writer, Element) -> Void
  ) {
    append(open)
    for (index, element) in elements.enumerated() {
      if index > 0 { append(",") }
      breakLine(depth + 1)
      body(&self, element)
    }
    if !elements.isEmpty { breakLine(depth) }
    append(close)
  }

  private mutating func breakLine(_ depth: Int) {
    guard layout == .indented else { return }
    append("\n" + String(repeating: "  ", count: depth))
  }

  /// Control characters are escaped, everything else stands as it is.
  private mutating func write(_ text: String) {
    append("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
      default: bytes.append(byte)
      }
    }
    append("\"")
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
