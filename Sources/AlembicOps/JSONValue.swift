import PostgresDDL

extension PythonArgument {
  /// The value as `json.dumps` writes it.
  func json() throws(EvaluationFailure) -> String {
    switch value {
    case .none: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .integer(let integer): return "\(integer)"
    case .number(let digits, _): return digits
    case .string(let string): return Self.jsonText(string.text)
    case .list, .tuple:
      var parts: [String] = []
      for element in try elements() { parts.append(try element.json()) }
      return "[\(parts.joined(separator: ", "))]"
    case .dictionary(let entries):
      var parts: [String] = []
      for entry in entries {
        let name = try PythonArgument(value: entry.key, range: range).string()
        let text = try PythonArgument(value: entry.value, range: range).json()
        parts.append("\(Self.jsonText(name)): \(text)")
      }
      return "{\(parts.joined(separator: ", "))}"
    default: throw wrong("a JSON value")
    }
  }

  /// A text in quotes, with everything outside of ASCII as `\uXXXX`.
  private static func jsonText(_ text: String) -> String {
    var result = "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22: result += "\\\""
      case 0x5C: result += "\\\\"
      case 0x0A: result += "\\n"
      case 0x0D: result += "\\r"
      case 0x09: result += "\\t"
      case 0x08: result += "\\b"
      case 0x0C: result += "\\f"
      case 0x20...0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }
    }
    return result + "\""
  }
}
