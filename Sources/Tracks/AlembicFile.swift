package import Diagnostics
package import PythonConstants
package import PythonSyntax
import PythonText
package import RevisionGraphs

/// One revision of the Alembic track, as it lies in its folder.
///
/// A class, since it is large, never changes, and is handed on through several lists.
package final class AlembicFile: Sendable {
  package let node: GraphNode
  /// The first paragraph of the docstring; empty without one.
  package let message: String
  package let source: SourceFile
  /// SHA-256 of the bytes, in hexadecimal.
  package let checksum: String
  /// Microseconds since 1970, from `Create Date:`; taken as UTC when no zone is written.
  package let createdAt: Int64?
  /// `migrate_after`: what must be applied before, on either track.
  package let migrateAfter: [GraphNode.Reference]
  /// Comments of the form `# migrate: …`.
  package let directives: [Directive]
  /// Where the identifiers could not be read without it.
  private let parsed: PythonModule?
  /// What the file imports and listens to, where that was looked for when it was read.
  package let listening: SchemaListeners.Scan?

  package init(
    node: GraphNode, message: String, source: SourceFile, module: PythonModule?, checksum: String,
    createdAt: Int64?, migrateAfter: [GraphNode.Reference], directives: [Directive],
    listening: SchemaListeners.Scan?
  ) {
    self.node = node
    self.message = message
    self.source = source
    parsed = module
    self.checksum = checksum
    self.createdAt = createdAt
    self.migrateAfter = migrateAfter
    self.directives = directives
    self.listening = listening
  }

  /// The file as a syntax tree; parsed now, if that was not needed before.
  package func module() throws(Diagnostic) -> PythonModule {
    if let parsed { parsed } else { try PythonModule.parse(source) }
  }
}
