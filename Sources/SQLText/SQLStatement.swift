/// One statement of a file, or one that an operation compiled to.
package struct SQLStatement: Sendable, Hashable {
  /// The text without the closing semicolons and the white space around, as ledgers store it.
  package let text: String
  /// Offset of the text's first byte in its file; nil for SQL that no file contains as such.
  package let offset: Int?
  package let facts: StatementFacts
  /// What follows the statement in its file for the server to read; of `COPY … FROM stdin` alone.
  package let rows: CopyRows?

  package init(text: String, offset: Int?, facts: StatementFacts, rows: CopyRows? = nil) {
    self.text = text
    self.offset = offset
    self.facts = facts
    self.rows = rows
  }

  /// Whether there is nothing to run: comments and white space only.
  package var isEmpty: Bool { facts.tag.isEmpty && facts.isAnalysed }
}
