package import SQLExpressions

extension CoreValue {
  /// The value as Python's `json.dumps` writes it.
  package func json() throws(Refusal) -> String {
    switch self {
    case .none: return "null"
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let digits), .float(let digits): return digits
    case .string(let text): return Self.quoted(text)
    case .list(let items), .tuple(let items):
      var texts: [String] = []
      for item in items { texts.append(try item.json()) }
      return "[\(texts.joined(separator: ", "))]"
    case .dictionary(let entries):
      var texts: [String] = []
      for entry in entries {
        guard case .string(let key) = entry.key else {
          throw .unsupported("JSON with a key that is \(entry.key.words)")
        }
        texts.append("\(Self.quoted(key)): \(try entry.value.json())")
      }
      return "{\(texts.joined(separator: ", "))}"
    default: throw .unsupported("\(words) has no form in JSON")
    }
  }

  /// A string in ASCII: everything else is escaped, by UTF-16.
  private static func quoted(_ text: String) -> String {
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
      case 0x20...0x7E: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }
    }
    return result + "\""
  }
}
