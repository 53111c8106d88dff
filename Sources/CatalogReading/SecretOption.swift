/// Options of foreign servers that hold secrets; their names are the wrappers' own.
enum SecretOption {
  /// Rather too many than too few: what is hidden is still compared by its name.
  static func isSecret(_ key: String) -> Bool {
    let key = key.lowercased()
    return words.contains { key.contains($0) }
  }

  private static let words = [
    "pass", "pwd", "secret", "token", "key", "credential", "auth", "private", "conn_string",
    "connection_string", "conninfo", "dsn", "url", "uri", "sas", "jwt", "signature", "cookie",
  ]
}
