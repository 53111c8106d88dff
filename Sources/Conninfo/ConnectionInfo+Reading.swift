extension ConnectionInfo {
  /// Reads a URL (PostgreSQL's or SQLAlchemy's) or a list of libpq keywords.
  package init(parsing text: String) throws(ConninfoError) {
    let bytes = text.utf8.drop(while: Self.isBlank).reversed().drop(while: Self.isBlank)
    let trimmed = Array(bytes.reversed())
    guard !trimmed.isEmpty else { throw .empty }
    guard !trimmed.contains(0) else { throw .notAnAddress }
    if let start = trimmed.place(of: "://") {
      let scheme = trimmed[..<start]
      let isScheme = scheme.allSatisfy {
        Self.isLetterOrDigit($0) || [UInt8(ascii: "+"), UInt8(ascii: "_")].contains($0)
      }
      if isScheme, !scheme.isEmpty {
        let driver = try Self.driver(scheme: String(decoding: scheme, as: UTF8.self))
        self = try URLReader(bytes: trimmed[(start + 3)...], driver: driver).read()
        return
      }
    }
    guard trimmed.contains(UInt8(ascii: "=")) else { throw .notAnAddress }
    var reader = KeywordReader(bytes: trimmed)
    self = try reader.read()
  }

  /// Whether a text may be an address; what is none is told apart without being read.
  package static func mayBeAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.place(of: "://") != nil || bytes.place(of: "password=") != nil
  }

  private static func driver(scheme: String) throws(ConninfoError) -> SQLAlchemyDriver? {
    let parts = scheme.split(separator: "+", omittingEmptySubsequences: false)
    guard ["postgresql", "postgres"].contains(parts[0].lowercased()) else {
      throw .unsupportedScheme
    }
    if parts.count == 1 { return nil }
    guard parts.count == 2, let driver = SQLAlchemyDriver(rawValue: parts[1].lowercased()) else {
      throw .unsupportedDriver
    }
    return driver
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

extension [UInt8] {
  /// Where a word begins for the first time.
  ///
  /// The standard library's search makes a table of the word first, which takes longer than all of this.
  fileprivate func place(of word: StaticString) -> Int? {
    word.withUTF8Buffer { word in
      indices.first { start in
        count - start >= word.count && word.indices.allSatisfy { self[start + $0] == word[$0] }
      }
    }
  }
}

/// What follows `://`: `[user[:password]@][host[:port],…][/database][?options]`.
private struct URLReader {
  private typealias Bytes = ArraySlice<UInt8>
  private let bytes: Bytes
  private let driver: SQLAlchemyDriver?
  private var isLenient: Bool { driver != nil }

  init(bytes: ArraySlice<UInt8>, driver: SQLAlchemyDriver?) {
    self.bytes = bytes
    self.driver = driver
  }

  func read() throws(ConninfoError) -> ConnectionInfo {
    var builder = ConnectionBuilder(driver: driver)
    var rest = bytes
    if let at = endOfUser {
      try readUser(rest[..<at], into: &builder)
      rest = rest[(at + 1)...]
    }
    let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
    try readHosts(authority, into: &builder)
    rest = rest[authority.endIndex...]
    if rest.first == UInt8(ascii: "/") {
      let path = rest.dropFirst().prefix { $0 != UInt8(ascii: "?") }
      // An '@' or '/' here is the rest of a password that was not encoded.
      guard !path.contains(UInt8(ascii: "@")), !path.contains(UInt8(ascii: "/")) else {
        throw .malformed(.database)
      }
      if !path.isEmpty { builder.info.database = try decode(path, .database) }
      rest = rest[path.endIndex...]
    }
    if rest.first == UInt8(ascii: "?") { try readOptions(rest.dropFirst(), into: &builder) }
    return try builder.finish()
  }

  /// Where the `@` after user and password stands.
  ///
  /// To libpq a `/` ends them; SQLAlchemy lets passwords have one.
  private var endOfUser: Int? {
    guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return nil }
    let before = bytes[..<at]
    if isLenient, let colon = before.firstIndex(of: UInt8(ascii: ":")),
      !before[..<colon].contains(UInt8(ascii: "/"))
    {
      return at
    }
    return before.contains(UInt8(ascii: "/")) ? nil : at
  }

  private func readUser(
    _ part: Bytes, into builder: inout ConnectionBuilder
  ) throws(ConninfoError) {
    let user = part.prefix { $0 != UInt8(ascii: ":") }
    if !user.isEmpty { builder.info.user = try decode(user, .user) }
    guard user.endIndex < part.endIndex else { return }
    let password = part[(user.endIndex + 1)...]
    if !password.isEmpty { builder.info.password = Secret(try decode(password, .password)) }
  }

  private func readHosts(
    _ authority: Bytes, into builder: inout ConnectionBuilder
  ) throws(ConninfoError) {
    // A second '@' belongs to a password that was not encoded.
    guard !authority.contains(UInt8(ascii: "@")) else { throw .malformed(.password) }
    for entry in authority.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      var host = entry.prefix { $0 != UInt8(ascii: ":") }
      var rest = entry[host.endIndex...]
      if entry.first == UInt8(ascii: "[") {
        guard let end = entry.firstIndex(of: UInt8(ascii: "]")), end > entry.startIndex + 1 else {
          throw .malformed(.host)
        }
        host = entry[(entry.startIndex + 1)..<end]
        rest = entry[(end + 1)...]
      }
      guard rest.isEmpty || rest.first == UInt8(ascii: ":") else { throw .malformed(.host) }
      let digits = String(decoding: rest.dropFirst(), as: UTF8.self)
      builder.addHost(try decode(host, .host), port: try ConnectionBuilder.port(digits))
    }
  }

  private func readOptions(
    _ query: Bytes, into builder: inout ConnectionBuilder
  ) throws(ConninfoError) {
    for (index, pair) in query.split(separator: UInt8(ascii: "&")).enumerated() {
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else {
        throw .missingEquals(position: index + 1)
      }
      guard
        let name = PercentEncoding.decode(
          pair[..<equals], lenient: isLenient, plusIsSpace: isLenient),
        let value = PercentEncoding.decode(
          pair[(equals + 1)...], lenient: isLenient, plusIsSpace: isLenient)
      else { throw .unknownOption(position: index + 1, suggestion: nil) }
      try builder.set(name, value, position: index + 1)
    }
  }

  private func decode(
    _ part: Bytes, _ name: ConninfoError.Part
  ) throws(ConninfoError) -> String {
    guard let text = PercentEncoding.decode(part, lenient: isLenient) else {
      throw .badEncoding(name)
    }
    return text
  }
}

/// `keyword = value` pairs as libpq reads them: quotes around values, backslashes anywhere.
private struct KeywordReader {
  private let bytes: [UInt8]
  private var index = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func read() throws(ConninfoError) -> ConnectionInfo {
    var builder = ConnectionBuilder()
    var position = 0
    skipBlanks()
    while index < bytes.count {
      position += 1
      let name = take { $0 != UInt8(ascii: "=") && !ConnectionInfo.isBlank($0) }
      skipBlanks()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "="), !name.isEmpty else {
        throw .missingEquals(position: position)
      }
      index += 1
      skipBlanks()
      let value = try readValue(of: name)
      try builder.set(name, value, position: position)
      skipBlanks()
    }
    return try builder.finish()
  }

  private mutating func readValue(of name: String) throws(ConninfoError) -> String {
    let isQuoted = index < bytes.count && bytes[index] == UInt8(ascii: "'")
    if isQuoted { index += 1 }
    var value: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if isQuoted ? byte == UInt8(ascii: "'") : ConnectionInfo.isBlank(byte) {
        index += 1
        return String(decoding: value, as: UTF8.self)
      }
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        value.append(byte)
        continue
      }
      if index < bytes.count { value.append(bytes[index]) }
      index += 1
    }
    guard !isQuoted else {
      let names = ConnectionOptions.known.union(ConnectionOptions.fields)
      throw .openQuote(names.contains(name) ? name : nil)
    }
    return String(decoding: value, as: UTF8.self)
  }

  private mutating func take(while condition: (UInt8) -> Bool) -> String {
    let start = index
    while index < bytes.count, condition(bytes[index]) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while index < bytes.count, ConnectionInfo.isBlank(bytes[index]) { index += 1 }
  }
}
