package import Diagnostics

/// The SQL of a way through Alembic's graph, as `alembic upgrade START:END --sql` prints it.
package struct RenderedScript: Sendable {
  /// Where the way begins and ends, as it was asked for.
  package let start: String
  package let end: String
  /// What lies on the way, in the order of the script.
  package let revisions: [RevisionRendering]
  /// The whole script; nil when a revision is refused.
  package let text: String?
  /// What is wrong with the way, rather than with a revision on it.
  package let diagnostics: [Diagnostic]

  package init(
    start: String, end: String, revisions: [RevisionRendering], text: String?,
    diagnostics: [Diagnostic] = []
  ) {
    self.start = start
    self.end = end
    self.revisions = revisions
    self.text = text
    self.diagnostics = diagnostics
  }
}
