import Catalogs
import Postgres

/// Grants as a server writes them, by grantee.
struct AccessRights: Equatable {
  /// Letters of rights by role; a star follows those that may be passed on.
  ///
  /// `PUBLIC` is empty.
  let rights: [String: Set<String>]

  static let none = AccessRights(rights: [:])

  init(rights: [String: Set<String>]) { self.rights = rights }

  /// - Parameter text: an array of `aclitem`, such as `{postgres=arwd/postgres,=r/postgres}`.
  init(_ text: String) {
    var rights: [String: Set<String>] = [:]
    for item in ArrayLiteral.values(text) {
      var bytes = item.utf8[...]
      let grantee = Self.takeName(from: &bytes)
      for right in Self.takeRights(from: bytes) { rights[grantee, default: []].insert(right) }
    }
    self.rights = rights
  }

  /// A role name up to the sign; in double quotes when it is not plain.
  private static func takeName(from bytes: inout Substring.UTF8View) -> String {
    var name: [UInt8] = []
    var isQuoted = false
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "\"") {
        if isQuoted, bytes.first == byte {
          name.append(byte)
          bytes.removeFirst()
        } else {
          isQuoted.toggle()
        }
      } else if byte == UInt8(ascii: "="), !isQuoted {
        break
      } else {
        name.append(byte)
      }
    }
    return String(decoding: name, as: UTF8.self)
  }

  private static func takeRights(from bytes: Substring.UTF8View) -> [String] {
    var rights: [String] = []
    for byte in bytes {
      if byte == UInt8(ascii: "/") { break }
      if byte == UInt8(ascii: "*") {
        if let last = rights.popLast() { rights.append(last + "*") }
      } else {
        rights.append(String(UnicodeScalar(byte)))
      }
    }
    return rights
  }

  /// What differs from the default, one property a grantee.
  ///
  /// - Parameters:
  ///   - defaults: what is there without any grant.
  ///   - all: what `ALL` is on this server; `MAINTAIN` is part of it from 17 on.
  /// - Returns: the rights as words.
  func properties(besides defaults: AccessRights, all: Set<String>) -> [Catalog.Property] {
    guard self != defaults else { return [] }
    return Set(rights.keys).union(defaults.rights.keys).compactMap { grantee in
      let own = rights[grantee] ?? []
      guard own != defaults.rights[grantee] ?? [] else { return nil }
      let role = grantee.isEmpty ? "PUBLIC" : SQLName.quoted(grantee)
      return Catalog.Property("privileges of \(role)", .list(Self.words(own, all: all)))
    }
  }

  private static func words(_ rights: Set<String>, all: Set<String>) -> [String] {
    if rights.isEmpty { return ["none"] }
    if rights == all { return ["ALL"] }
    if rights == Set(all.map { $0 + "*" }) { return ["ALL WITH GRANT OPTION"] }
    return rights.map { right in
      let name = names[String(right.prefix(1))] ?? right
      return right.hasSuffix("*") ? name + " WITH GRANT OPTION" : name
    }.sorted()
  }

  /// The letters of `acl.h`.
  private static let names = [
    "r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "D": "TRUNCATE",
    "x": "REFERENCES", "t": "TRIGGER", "X": "EXECUTE", "U": "USAGE", "C": "CREATE",
    "c": "CONNECT", "T": "TEMPORARY", "s": "SET", "A": "ALTER SYSTEM", "m": "MAINTAIN",
  ]
}
