/// The column of Alembic's version table: `version_num`.
package struct VersionColumn: Sendable, Hashable {
  /// The type in PostgreSQL's words.
  package let words: String
  /// How many characters it holds; nil for any number.
  package let width: Int?

  private init(words: String, width: Int?) {
    self.words = words
    self.width = width
  }

  package init(width: Int) { self.init(words: "VARCHAR(\(width))", width: width) }

  /// As Alembic itself makes it.
  package static let standard = VersionColumn(width: 32)
  /// `String()`, which has no limit.
  package static let unlimited = VersionColumn(words: "VARCHAR", width: nil)
  package static let text = VersionColumn(words: "TEXT", width: nil)

  /// Whether it holds all that the other one holds, and more.
  package func isWider(than other: VersionColumn) -> Bool {
    guard let limit = other.width else { return false }
    return width.map { $0 > limit } ?? true
  }
}
