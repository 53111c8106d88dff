extension JSON {
  /// A text in quotes as Python's `json.dumps` writes it.
  ///
  /// With `isASCII`, its `ensure_ascii`, everything that is not printable ASCII is escaped, by UTF-16.
  package static func quotedAsInPython(_ text: String, isASCII: Bool = true) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: result += "\\\""
      case 0x5C: result += "\\\\"
      case 0x0A: result += "\\n"
      case 0x0D: result += "\\r"
      case 0x09: result += "\\t"
      case 0x08: result += "\\b"
      case 0x0C: result += "\\f"
      case 0x20...0x7E: result.unicodeScalars.append(scalar)
      case 0x7F... where !isASCII: result.unicodeScalars.append(scalar)
      default:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
      }
    }
    return result + "\""
  }
}
