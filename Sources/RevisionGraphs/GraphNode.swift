package import Diagnostics

/// What a revision file says about its place in the graph, as written.
package struct GraphNode: Sendable, Hashable {
  /// The name of another revision, and where it is written.
  package struct Reference: Sendable, Hashable {
    package let name: String
    package let location: SourceLocation

    package init(_ name: String, at location: SourceLocation) {
      self.name = name
      self.location = location
    }
  }

  package let id: String
  /// `down_revision`, in the order of the file.
  package let parentReferences: [Reference]
  /// `depends_on`: ids or branch labels.
  package let dependencyReferences: [Reference]
  /// `branch_labels` as declared here, not those that reach this revision from others.
  package let labelReferences: [Reference]
  /// Where the identifier is written.
  package let location: SourceLocation

  package var parents: [String] { parentReferences.map(\.name) }
  package var dependsOn: [String] { dependencyReferences.map(\.name) }
  package var labels: [String] { labelReferences.map(\.name) }

  package init(
    id: String, parents: [Reference], dependsOn: [Reference], labels: [Reference],
    location: SourceLocation
  ) {
    self.id = id
    self.parentReferences = parents
    self.dependencyReferences = dependsOn
    self.labelReferences = labels
    self.location = location
  }

  /// A node whose names all stand at one place.
  package init(
    id: String, parents: [String] = [], dependsOn: [String] = [], labels: [String] = [],
    location: SourceLocation
  ) {
    self.init(
      id: id, parents: parents.map { Reference($0, at: location) },
      dependsOn: dependsOn.map { Reference($0, at: location) },
      labels: labels.map { Reference($0, at: location) }, location: location)
  }
}
