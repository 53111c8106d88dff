import JSONText
package import SQLExpressions

extension CoreValue {
  /// The value as Python's `json.dumps` writes it.
  package func json() throws(Refusal) -> String {
    switch self {
    case .none: return "null"
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let digits), .float(let digits): return digits
    case .string(let text): return JSON.quotedAsInPython(text)
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
        texts.append("\(JSON.quotedAsInPython(key)): \(try entry.value.json())")
      }
      return "{\(texts.joined(separator: ", "))}"
    default: throw .unsupported("\(words) has no form in JSON")
    }
  }
}
