package import Diagnostics
package import SQLText

/// What a pending revision's statements bring and want, in their order.
package struct RevisionObjects: Sendable {
  /// The objects of one statement.
  package struct Statement: Sendable {
    package let creates: [SchemaObject]
    package let needs: [SchemaObject]
    package let drops: [SchemaObject]
    package let location: SourceLocation?

    package init(
      creates: [SchemaObject], needs: [SchemaObject], drops: [SchemaObject] = [],
      location: SourceLocation?
    ) {
      self.creates = creates
      self.needs = needs
      self.drops = drops
      self.location = location
    }
  }

  package let revision: RevisionID
  package let statements: [Statement]

  package init(revision: RevisionID, statements: [Statement]) {
    self.revision = revision
    self.statements = statements
  }
}

extension Dependency {
  /// Finds what a pending revision needs that only a pending revision of another track creates.
  /// - Parameters:
  ///   - tracks: the pending revisions of each track, in its order.
  ///   - exists: whether an applied revision has created the object; asked only when it matters.
  /// - Returns: one dependency for each revision and each creator, at the first place of need.
  package static func infer(
    _ tracks: [[RevisionObjects]], exists: (SchemaObject) -> Bool
  ) -> [Dependency] {
    let creators = tracks.map(firstCreators)
    var result: [Dependency] = []
    for (index, track) in tracks.enumerated() {
      let others = creators.indices.filter { $0 != index }.map { creators[$0] }
      guard others.contains(where: { !$0.isEmpty }) else { continue }
      var own: Set<SchemaObject> = []
      for revision in track {
        var found: Set<RevisionID> = []
        for statement in revision.statements {
          for object in statement.needs.map(\.inDefaultSchema) where !own.contains(object) {
            guard let creator = others.lazy.compactMap({ $0[object] }).first,
              !found.contains(creator), !exists(object)
            else { continue }
            found.insert(creator)
            result.append(
              Dependency(
                before: creator, after: revision.revision,
                reason: .needs(object, at: statement.location)))
          }
          own.formUnion(statement.creates.map(\.inDefaultSchema))
        }
      }
    }
    return result
  }

  /// The first revision of a track that creates each object.
  private static func firstCreators(_ track: [RevisionObjects]) -> [SchemaObject: RevisionID] {
    var creators: [SchemaObject: RevisionID] = [:]
    for revision in track {
      for object in revision.statements.lazy.flatMap(\.creates).map(\.inDefaultSchema)
      where creators[object] == nil {
        creators[object] = revision.revision
      }
    }
    return creators
  }
}
