extension SQLToken {
  /// The name that the token is, as PostgreSQL stores it; nil for what is no name.
  package func identifier(in bytes: [UInt8]) -> String? {
    switch kind {
    case .word: return String(decoding: bytes[range].map(SQLByte.lowercased), as: UTF8.self)
    case .quotedIdentifier where bytes[range.lowerBound] == SQLByte.doubleQuote:
      let inner = String(decoding: bytes[range].dropFirst().dropLast(), as: UTF8.self)
      return inner.contains("\"\"") ? inner.unescaped : inner
    default: return nil
    }
  }
}

extension String {
  /// Two quotes in a quoted name are one.
  fileprivate var unescaped: String {
    var result = ""
    var isFirst = false
    for scalar in unicodeScalars {
      isFirst = scalar == "\"" && !isFirst
      if scalar != "\"" || isFirst { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
