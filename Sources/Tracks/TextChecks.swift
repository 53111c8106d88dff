import Diagnostics

/// What is wrong with a file whatever it holds: its bytes, not its meaning.
enum TextChecks {
  /// Faults that make a file useless; at most one of each kind.
  static func faults(in file: SourceFile) -> [Diagnostic] {
    guard isSuspect(file.bytes) else { return [] }
    if let fault = encodingFault(in: file) { return [fault] }
    return [nulByte(in: file), conflictMarker(in: file)].compactMap(\.self)
  }

  /// Whether one of the checks may find something: nearly every file is done with in one pass.
  private static func isSuspect(_ bytes: [UInt8]) -> Bool {
    var previous: UInt8 = 0
    var suspicions: UInt8 = 0
    // Without a way out of the loop, the compiler takes many bytes at once.
    for byte in bytes {
      // NUL and what is not ASCII: in one of these, the highest bit is set.
      suspicions |= (byte | (byte &- 1)) & 0x80
      // Two marks in a row may be the beginning of seven; `<` and `>` differ in one bit.
      let isMark: UInt8 = byte | 2 == UInt8(ascii: ">") ? 1 : 0
      suspicions |= isMark & (byte == previous ? 1 : 0)
      previous = byte
    }
    return suspicions != 0
  }

  private static func encodingFault(in file: SourceFile) -> Diagnostic? {
    guard String(validating: file.bytes, as: UTF8.self) == nil,
      let offset = file.firstInvalidUTF8
    else { return nil }
    let isUTF16 = file.bytes.starts(with: [0xFF, 0xFE]) || file.bytes.starts(with: [0xFE, 0xFF])
    return Diagnostic(
      .error, "invalid-utf8", "'\(file.path)' is not valid UTF-8", in: file,
      at: offset..<offset + 1,
      hint: isUTF16 ? "the file looks like UTF-16; save it as UTF-8" : "save the file as UTF-8")
  }

  private static func nulByte(in file: SourceFile) -> Diagnostic? {
    guard let offset = file.bytes.firstIndex(of: 0) else { return nil }
    return Diagnostic(
      .error, "nul-byte", "'\(file.path)' contains a NUL byte", in: file, at: offset..<offset + 1,
      hint: "remove the byte; a file full of them is probably UTF-16 and must be saved as UTF-8")
  }

  /// Seven `<` or `>` at the start of a line, then a blank or its end; `=======` alone proves nothing.
  private static func conflictMarker(in file: SourceFile) -> Diagnostic? {
    let bytes = file.bytes
    for line in SourceLines(bytes) {
      guard let first = bytes[line].first,
        first == UInt8(ascii: "<") || first == UInt8(ascii: ">"), line.count >= 7,
        bytes[line].prefix(7).allSatisfy({ $0 == first }),
        line.count == 7 || bytes[line.lowerBound + 7] == UInt8(ascii: " ")
      else { continue }
      return Diagnostic(
        .error, "merge-conflict-marker", "'\(file.path)' has an unresolved merge conflict",
        in: file, at: line.lowerBound..<line.lowerBound + 7,
        hint: "resolve the conflict and remove the marker lines")
    }
    return nil
  }
}

extension UInt8 {
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isSpace: Bool { self == UInt8(ascii: " ") || (0x09...0x0D).contains(self) }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension String {
  /// The text without white space at both ends.
  var trimmed: String { String(decoding: Array(utf8)[...].trimmed, as: UTF8.self) }
}

extension ArraySlice<UInt8> {
  /// The bytes without white space at both ends.
  var trimmed: ArraySlice {
    guard let first = firstIndex(where: { !$0.isSpace }),
      let last = lastIndex(where: { !$0.isSpace })
    else { return [] }
    return self[first...last]
  }
}
