/// One change to the version table.
package enum VersionChange: Sendable, Hashable {
  case insert(String)
  case update(from: String, to: String)
  case delete(String)
}

extension RevisionGraph {
  /// How the version table changes when a revision is applied: never more statements than needed.
  ///
  /// Where Alembic's choice depends on its hash seed, the last parent in the file's order is updated
  /// and those before it are deleted.
  package func versionChanges(
    applying id: String, to rows: [String]
  ) throws(GraphError) -> [VersionChange] {
    guard let node = positions[id] else { throw .unknownRevision(id) }
    let present = try currentPositions(rows)
    guard !present.contains(node) else { return [] }
    let replaced = names(requirements[node].filter(present.contains))
    guard let kept = replaced.last else { return [.insert(id)] }
    return replaced.dropLast().map(VersionChange.delete) + [.update(from: kept, to: id)]
  }

  /// The rows after a revision is applied: one for each line that nothing applied continues.
  ///
  /// No row is an ancestor of another, so only what the revision directly needs can lose its row.
  package func rowsAfter(applying id: String, to rows: [String]) throws(GraphError) -> [String] {
    guard let node = positions[id] else { throw .unknownRevision(id) }
    _ = try currentPositions(rows)
    let replaced = names(requirements[node]) + [id]
    return rows.uniqued().filter { !replaced.contains($0) } + [id]
  }

  /// How the version table changes when a revision is taken back, as `RevisionStep` of Alembic has it.
  ///
  /// Where Alembic's choice depends on its hash seed, the row becomes the last of the revisions that
  /// are left, in the file's order.
  package func versionChanges(
    reverting id: String, from rows: [String]
  ) throws(GraphError) -> [VersionChange] {
    guard let node = positions[id] else { throw .unknownRevision(id) }
    let current = try currentPositions(rows)
    guard current.contains(node) else { throw .notCurrent(id) }
    let others = current.filter { $0 != node }
    let below = requirements[node]
    let kept =
      others.isEmpty
      ? requirements.closure(of: below.flatMap { requirements[$0] })
      : requirements.closure(of: others)
    let left = names(below.filter { !kept[$0] })
    guard let last = left.last else { return [.delete(id)] }
    return left.dropLast().map(VersionChange.insert) + [.update(from: id, to: last)]
  }
}

extension [String] {
  /// The rows of a version table after some changes.
  package func applying(_ changes: [VersionChange]) -> [String] {
    changes.reduce(self) { rows, change in
      switch change {
      case .insert(let id): rows + [id]
      case .update(let old, let new): rows.map { $0 == old ? new : $0 }
      case .delete(let id): rows.filter { $0 != id }
      }
    }
  }
}
