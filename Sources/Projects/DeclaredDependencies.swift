package import Diagnostics
import RevisionGraphs
package import Revisions

extension Planner {
  /// Dependencies that files declare, their words resolved; what is applied already is left out.
  func declaredDependencies(
    of revisions: [Revision]
  ) -> (dependencies: [Dependency], diagnostics: [Diagnostic]) {
    var dependencies: [Dependency] = []
    var diagnostics: [Diagnostic] = []
    for revision in revisions {
      for declared in revision.after {
        switch project.resolve(declared) {
        case .success(let before):
          dependencies.append(
            Dependency(
              before: before, after: revision.id, reason: .declared(declared.location)))
        case .failure(let diagnostic): diagnostics.append(diagnostic)
        }
      }
    }
    return (dependencies, diagnostics)
  }
}

extension Project {
  /// Finds the revision that a declared dependency means.
  func resolve(_ declared: DeclaredDependency) -> Result<RevisionID, Diagnostic> {
    func failure(_ message: String, _ hint: String) -> Result<RevisionID, Diagnostic> {
      .failure(
        Diagnostic(
          .error, "unknown-dependency", message, at: declared.location, hint: hint))
    }
    guard let id = RevisionID(declared.text) else {
      return failure(
        "'\(declared.text)' names no revision",
        "write the track before it: alembic:<revision> or supabase:<version>")
    }
    switch resolve(id) {
    case .success(let found): return .success(found)
    case .failure(let error): return failure(error.message, error.hint)
    }
  }

  /// Finds the one revision that an identifier, or the beginning of one, means.
  package func resolve(_ id: RevisionID) -> Result<RevisionID, UnknownRevision> {
    switch id.track {
    case .alembic:
      guard let graph = files.graph else {
        return .failure(
          UnknownRevision(message: "there is no Alembic track", hint: "look into the settings"))
      }
      do {
        let found = try graph.resolve(id.id)
        if found.count == 1 { return .success(RevisionID(.alembic, found[0])) }
        return .failure(
          UnknownRevision(
            message: "'\(id)' means \(found.count) revisions", hint: "name one of them"))
      } catch {
        return .failure(
          UnknownRevision(message: error.message, hint: error.hint ?? "name a revision by its id"))
      }
    case .supabase:
      let matches = files.supabase.filter { $0.id.id == id.id || "\($0.id.id)_\($0.name)" == id.id }
      let found = matches.isEmpty ? files.supabase.filter { $0.id.id.hasPrefix(id.id) } : matches
      if found.count == 1 { return .success(found[0].id) }
      return .failure(
        UnknownRevision(
          message: found.isEmpty
            ? "no file has version '\(id.id)'" : "several files begin with '\(id.id)'",
          hint: "write the version as it stands in the file's name"))
    }
  }
}

/// Why a name means no revision, or more than one.
package struct UnknownRevision: Error, Sendable, Hashable {
  package let message: String
  package let hint: String
}

/// All revisions in the order that their files declare, with no statement looked into.
package struct DeclaredGraph: Sendable {
  package let order: JointOrder
  package let dependencies: [Dependency]
  package let diagnostics: [Diagnostic]
}

extension Planner {
  /// The order of all revisions by track, declared dependencies and time.
  package func declaredGraph() throws(OrderCircle) -> DeclaredGraph {
    let declared = declaredDependencies(of: project.revisions)
    let order = try JointOrder.merge(
      [project.files.alembic, project.files.supabase].map { track in
        track.map { Candidate(revision: $0.id, createdAt: $0.createdAt) }
      }, dependencies: declared.dependencies)
    return DeclaredGraph(
      order: order, dependencies: declared.dependencies, diagnostics: declared.diagnostics)
  }
}
