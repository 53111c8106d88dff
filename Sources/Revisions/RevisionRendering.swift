package import Diagnostics

/// Which of a revision's two ways is meant; Supabase's files know only the first.
package enum Direction: String, Sendable, Hashable {
  case upgrade
  case downgrade
}

/// The SQL of one revision as it is printed, or why it cannot be told.
package struct RevisionRendering: Sendable {
  /// Where the SQL comes from.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Read from the file, without running anything.
    case native
    /// Rendered beforehand by the project's own Alembic; the text is what a database is sent.
    case rendered
    /// Nowhere: the diagnostics say what stands against it.
    case refused
  }

  /// One operation's text, without the semicolon that is printed behind it.
  package struct Statement: Sendable, Hashable {
    package let sql: String
    private let source: SourceFile
    private let offset: Int

    /// The operation or statement begins at a byte of a file.
    package init(sql: String, in source: SourceFile, at offset: Int) {
      self.sql = sql
      self.source = source
      self.offset = offset
    }

    /// The operation in the revision's file.
    package var location: SourceLocation { source.location(at: offset) }
  }

  package let revision: Revision
  package let kind: Kind
  package let statements: [Statement]
  /// All statements as they are printed; nil when the revision is refused.
  package let text: String?
  package let diagnostics: [Diagnostic]

  package init(
    revision: Revision, kind: Kind, statements: [Statement], text: String?,
    diagnostics: [Diagnostic] = []
  ) {
    self.revision = revision
    self.kind = kind
    self.statements = statements
    self.text = text
    self.diagnostics = diagnostics
  }
}
