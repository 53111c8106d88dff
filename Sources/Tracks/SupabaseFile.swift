package import Diagnostics

/// One migration of the Supabase track, as it lies in its folder.
package struct SupabaseFile: Sendable, Hashable {
  /// The digits before the first `_`: a text, never padded.
  package let version: String
  /// What follows them, without `.sql`; may be empty.
  package let name: String
  package let fileName: String
  package let source: SourceFile
  /// SHA-256 of the bytes, in hexadecimal.
  package let checksum: String
  /// Microseconds since 1970 in UTC, when the version is a date and time of 14 digits.
  package let createdAt: Int64?
  package let directives: [Directive]
  /// Whether the first line is `-- pg-delta: transaction=false`.
  package let isDeclaredNonTransactional: Bool

  package init(
    version: String, name: String, fileName: String, source: SourceFile, checksum: String,
    createdAt: Int64?, directives: [Directive], isDeclaredNonTransactional: Bool
  ) {
    self.version = version
    self.name = name
    self.fileName = fileName
    self.source = source
    self.checksum = checksum
    self.createdAt = createdAt
    self.directives = directives
    self.isDeclaredNonTransactional = isDeclaredNonTransactional
  }

  /// The first byte of SQL: a byte order mark belongs to the file and its checksum, not to the SQL.
  package var sqlStart: Int {
    source.bytes.starts(with: SourceLines.byteOrderMark) ? SourceLines.byteOrderMark.count : 0
  }
}

/// A file name of the form `<digits>_<name>.sql`.
struct SupabaseFileName: Sendable {
  let version: String
  let name: String

  /// Nil when the Supabase CLI would skip a file of this name.
  init?(_ fileName: String) {
    let bytes = Array(fileName.utf8)
    let digits = bytes.prefix { $0.isDigit }.count
    guard digits > 0, digits < bytes.count, bytes[digits] == UInt8(ascii: "_"),
      fileName.hasSuffix(".sql"), digits + 1 + 4 <= bytes.count,
      !bytes.contains(UInt8(ascii: "\n"))
    else { return nil }
    version = String(decoding: bytes[..<digits], as: UTF8.self)
    name = String(decoding: bytes[(digits + 1)..<(bytes.count - 4)], as: UTF8.self)
  }

  /// Whether a name is one that early versions of the CLI wrote for the initial schema.
  ///
  /// The 14 digits may stand anywhere before `_init.sql`, which may be followed by more.
  static func isLegacyInit(_ fileName: String) -> Bool {
    let bytes = Array(fileName.utf8)
    let ending = Array("_init.sql".utf8)
    guard bytes.count >= 14 + ending.count else { return false }
    for start in 14...(bytes.count - ending.count) {
      let digits = bytes[(start - 14)..<start]
      guard bytes[start...].starts(with: ending), digits.allSatisfy(\.isDigit) else { continue }
      return String(decoding: digits, as: UTF8.self) < "20211209000000"
    }
    return false
  }
}
