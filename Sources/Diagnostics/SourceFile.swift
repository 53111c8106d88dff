/// A text with the name that people know it by; knows where each byte stands.
package struct SourceFile: Sendable, Hashable {
  /// The path as it is shown, relative to the project where possible.
  package let path: String
  /// The bytes as they were read: not necessarily valid UTF-8.
  package let bytes: [UInt8]
  /// What is missing in the bytes, because it was left on the disk; in the order of the file.
  package let gaps: [SourceGap]

  package init(path: String, bytes: [UInt8], gaps: [SourceGap] = []) {
    self.path = path
    self.bytes = bytes
    self.gaps = gaps
  }

  package init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The whole text; bytes that are not UTF-8 are replaced.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The text of a range of bytes.
  package func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// Line and column of a byte; an offset past the end means the end.
  ///
  /// Lines end at LF, CRLF or a lone CR. Columns count Unicode scalars from 1, as PostgreSQL does.
  package func location(at offset: Int) -> SourceLocation {
    let (line, start) = lineStart(before: offset)
    let column = scalarCount(start..<min(offset, bytes.count)) + 1
    let missing = gaps.reduce(0) { $0 + ($1.offset <= offset ? $1.lineCount : 0) }
    return SourceLocation(path: path, line: line + missing, column: column)
  }

  /// What is shown under a message: the line of `offset`, and where in it the caret stands.
  package func excerpt(at offset: Int, length: Int = 1) -> SourceExcerpt {
    let (_, start) = lineStart(before: offset)
    let end = lineEnd(from: start)
    let from = min(offset, end)
    let to = min(max(from, offset + length), end)
    return SourceExcerpt(
      line: text(start..<end), caret: scalarCount(start..<from),
      width: max(1, scalarCount(from..<to)))
  }

  /// The first byte offset at which the bytes stop being UTF-8, if they do.
  package var firstInvalidUTF8: Int? {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }

  private func lineStart(before offset: Int) -> (line: Int, start: Int) {
    let end = min(offset, bytes.count)
    var line = 1
    var start = 0
    var returns: UInt64 = 0
    bytes.withUnsafeBytes { bytes in
      var index = 0
      // Eight bytes at once: a line has several times as many.
      while index + 8 <= end {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        returns |= word.marks(of: 0x0D)
        let feeds = word.marks(of: 0x0A)
        if feeds != 0 {
          line += feeds.nonzeroBitCount
          start = index + 8 - feeds.leadingZeroBitCount / 8
        }
        index += 8
      }
      while index < end {
        if bytes[index] == 0x0D { returns = 1 }
        if bytes[index] == 0x0A {
          line += 1
          start = index + 1
        }
        index += 1
      }
    }
    return returns == 0 ? (line, start) : lineStart(amongReturns: offset)
  }

  /// The same where some lines end with a carriage return.
  private func lineStart(amongReturns offset: Int) -> (line: Int, start: Int) {
    var line = 1
    var start = 0
    var index = 0
    let end = min(offset, bytes.count)
    while index < end {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      let isCRLF = byte == UInt8(ascii: "\r") && index < bytes.count && bytes[index] == 0x0A
      if isCRLF {
        guard index < end else { break }
        index += 1
      }
      line += 1
      start = index
    }
    return (line, start)
  }

  private func lineEnd(from start: Int) -> Int {
    bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
  }

  private func scalarCount(_ range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    return bytes[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
}

extension UInt64 {
  /// The highest bit of each of the eight bytes that are this one.
  fileprivate func marks(of byte: UInt8) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let others = self ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return ~(((others & low) &+ low) | others | low)
  }
}

/// A place in a file, as people name it: `file:line:column`, both from 1.
package struct SourceLocation: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let path: String
  package let line: Int
  package let column: Int

  package init(path: String, line: Int = 1, column: Int = 1) {
    self.path = path
    self.line = line
    self.column = column
  }

  package var description: String { "\(path):\(line):\(column)" }

  package static func < (a: Self, b: Self) -> Bool {
    (a.path, a.line, a.column) < (b.path, b.line, b.column)
  }
}

/// One line of a file with the part that a message is about.
package struct SourceExcerpt: Sendable, Hashable {
  package let line: String
  /// How many Unicode scalars stand before the caret.
  package let caret: Int
  /// How many Unicode scalars the mark covers, at least one.
  package let width: Int

  package init(line: String, caret: Int, width: Int = 1) {
    self.line = line
    self.caret = caret
    self.width = width
  }

  /// The line that goes below `line`: blanks (tabs kept, so that both align) and carets.
  package var underline: String {
    let scalars = Array(line.unicodeScalars.prefix(caret))
    let blanks = String(String.UnicodeScalarView(scalars.map { $0 == "\t" ? "\t" : " " }))
    return blanks + String(repeating: "^", count: width)
  }
}
