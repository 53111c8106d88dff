import Diagnostics

/// How the bytes of a source file are to be read.
package enum SourceEncoding: Sendable {
  case utf8
  case latin1
}

extension SourceEncoding {
  /// The encoding and where the text begins, for bytes that were found to be a text in that encoding.
  static func examine(_ file: SourceFile) throws(SyntaxFault) -> (Self, start: Int) {
    let bytes = file.bytes
    guard bytes.count < UInt32.max else {
      throw SyntaxFault("the file is larger than 4 GB", at: 0)
    }
    let (union, least) = bytes.withUnsafeBufferPointer { bytes in
      var union: UInt8 = 0
      var least: UInt8 = 0xFF
      // No way out of the loop: the compiler takes many bytes at once.
      for byte in bytes {
        union |= byte
        least = byte < least ? byte : least
      }
      return (union, least)
    }
    if least == 0, let offset = bytes.firstIndex(of: 0) {
      throw SyntaxFault("the source contains a NUL byte", at: offset, code: .nulByte)
    }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let start = hasMark ? 3 : 0
    guard let cookie = cookie(in: bytes, from: start) else {
      try checkUTF8(file, isASCII: union < 0x80)
      return (.utf8, start)
    }
    switch (normalized(bytes[cookie]), hasMark) {
    case ("utf-8", _), ("utf8", false):
      try checkUTF8(file, isASCII: union < 0x80)
      return (.utf8, start)
    case ("iso-8859-1", false):
      return (.latin1, start)
    case ("ascii", false) where union < 0x80:
      return (.utf8, start)
    case ("ascii", false):
      let offset = bytes.firstIndex { $0 >= 0x80 } ?? 0
      throw SyntaxFault("the file is declared to be ASCII and is not", at: offset, code: .encoding)
    case (let name, true):
      throw SyntaxFault(
        "the file begins as UTF-8 and declares '\(name)'", cookie, code: .encoding)
    case (let name, false):
      throw SyntaxFault(
        "the source encoding '\(name)' is not supported", cookie, code: .encoding)
    }
  }

  private static func checkUTF8(_ file: SourceFile, isASCII: Bool) throws(SyntaxFault) {
    guard !isASCII, let offset = file.firstInvalidUTF8 else { return }
    throw SyntaxFault("the source is not valid UTF-8", at: offset, code: .invalidUTF8)
  }

  /// The encoding name in a comment of the first two lines, the first of them empty or a comment too (PEP 263).
  private static func cookie(in bytes: [UInt8], from start: Int) -> Range<Int>? {
    var at = start
    for _ in 0..<2 {
      let end = bytes[at...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      let text = bytes[at..<end].drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0C }
      if let first = text.first {
        guard first == UInt8(ascii: "#") else { return nil }
        if let found = cookie(inComment: text) { return found }
      }
      guard end < bytes.count else { return nil }
      let isCRLF = bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A
      at = end + (isCRLF ? 2 : 1)
    }
    return nil
  }

  /// `coding[:=][ \t]*([-_.a-zA-Z0-9]+)`.
  private static func cookie(inComment text: ArraySlice<UInt8>) -> Range<Int>? {
    let word = Array("coding".utf8)
    var at = text.startIndex
    while at + word.count < text.endIndex {
      defer { at += 1 }
      guard text[at] == word[0], text[at...].starts(with: word) else { continue }
      let sign = text[at + word.count]
      guard sign == UInt8(ascii: ":") || sign == UInt8(ascii: "=") else { continue }
      let name = text[(at + word.count + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
      let length = name.prefix(while: isCookieByte).count
      if length > 0 { return name.startIndex..<name.startIndex + length }
    }
    return nil
  }

  private static func isCookieByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// CPython's spelling of an encoding name, for those that are known here.
  ///
  /// `utf8` is the same codec, and yet not the name that may stand behind a byte order mark.
  private static func normalized(_ name: ArraySlice<UInt8>) -> String {
    let text = String(decoding: name, as: UTF8.self).lowercased()
    let dashed = String(text.map { $0 == "_" ? "-" : $0 })
    switch dashed {
    case "utf-8": return "utf-8"
    case "utf8", "u8", "utf", "cp65001": return "utf8"
    case "latin-1", "iso-8859-1", "iso-latin-1", "latin1", "latin", "l1", "iso8859-1", "8859",
      "cp819":
      return "iso-8859-1"
    case "ascii", "us-ascii", "646": return "ascii"
    case _ where dashed.hasPrefix("utf-8-"): return "utf-8"
    case _ where dashed.hasPrefix("latin-1-") || dashed.hasPrefix("iso-8859-1-"):
      return "iso-8859-1"
    default: return text
    }
  }
}
