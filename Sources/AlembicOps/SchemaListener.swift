/// Code around the revisions that takes part when SQLAlchemy makes a schema object, found in its text.
package struct SchemaListener: Hashable, Sendable {
  /// The class of SQLAlchemy, without a package: `CheckConstraint`.
  package let target: String
  /// What is listened to; nil for a compile rule.
  package let event: String?
  /// The full name of the module that it stands in.
  package let module: String
  /// Whether the module is imported for certain while revisions run.
  package let isCertain: Bool

  package init(target: String, event: String?, module: String, isCertain: Bool) {
    self.target = target
    self.event = event
    self.module = module
    self.isCertain = isCertain
  }
}
