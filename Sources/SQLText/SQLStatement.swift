/// One statement of a file, or one that an operation compiled to.
package struct SQLStatement: Sendable, Hashable {
  /// The text without the closing semicolons and the white space around, as ledgers store it.
  package let text: String
  /// Offset of the text's first byte in its file; nil for SQL that no file contains as such.
  package let offset: Int?
  package let facts: StatementFacts

  package init(text: String, offset: Int?, facts: StatementFacts) {
    self.text = text
    self.offset = offset
    self.facts = facts
  }

  /// Whether there is nothing to run: comments and white space only.
  package var isEmpty: Bool { facts.tag.isEmpty && facts.isAnalysed }
}
