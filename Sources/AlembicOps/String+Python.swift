import PostgresDDL

extension String {
  /// Whether another text occurs in this one, byte for byte.
  func holds(_ other: String) -> Bool { other.isEmpty || parts(between: other).count > 1 }

  /// The pieces between the occurrences of a separator, which must not be empty.
  func parts(between separator: String) -> [String] {
    let (bytes, mark) = (Array(utf8), Array(separator.utf8))
    var parts: [String] = []
    var start = 0
    var index = 0
    while index + mark.count <= bytes.count {
      guard bytes[index] == mark[0], bytes[index..<index + mark.count].elementsEqual(mark) else {
        index += 1
        continue
      }
      parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
      index += mark.count
      start = index
    }
    return parts + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  /// `textwrap.dedent`: without the blanks that all lines begin with; blank lines become empty.
  var dedented: String {
    let lines = utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    var margin: [UInt8]?
    for line in lines {
      let indent = Array(line.prefix(while: isBlank))
      guard indent.count < line.count else { continue }
      guard let known = margin else {
        margin = indent
        continue
      }
      margin = Array(zip(known, indent).prefix { $0.0 == $0.1 }.map(\.0))
    }
    let width = margin?.count ?? 0
    return lines.map { line in
      line.allSatisfy(isBlank) ? "" : String(decoding: Array(line.dropFirst(width)), as: UTF8.self)
    }.joined(separator: "\n")
  }
}
