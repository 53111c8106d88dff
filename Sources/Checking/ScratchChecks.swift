import Catalogs
package import Checks
import Diagnostics
import Postgres
package import Projects
package import Revisions
package import ScratchDatabases

/// The checks that need a database to throw away.
package struct ScratchChecks {
  let host: ScratchHost
  /// A replay of the revisions that a plan names, beginning with nothing.
  let replay: (@escaping (LedgerState) -> Plan) -> ScratchReplay
  let project: Project
  let policy: PlanPolicy
  /// What is left out of every comparison.
  let scope: CatalogScope

  package init(
    _ project: Project, policy: PlanPolicy, host: ScratchHost, scope: CatalogScope,
    replay: @escaping (@escaping (LedgerState) -> Plan) -> ScratchReplay
  ) {
    self.host = host
    self.scope = scope
    self.replay = replay
    self.project = project
    self.policy = policy
  }

  /// Applies both tracks to an empty database.
  package func replayed() throws(ScratchFailure) -> CheckResult {
    let planner = Planner(project: project, policy: policy)
    var databases = try ScratchDatabases.open(host)
    let made = try databases.make(replay { planner.plan($0) })
    try databases.drop(made.name)
    let standIns = StandInsUsed(made.summary.standIns, in: ObjectOrigins(project))
    let repeated = try repeated()
    let count = made.summary.copied + made.summary.applied
    return CheckResult(
      .replay, findings: standIns.notes + repeated.findings,
      scope: "\(count) revisions"
        + (repeated.count == 0 ? "" : ", \(repeated.count) of them run twice")
        + standIns.words)
  }
}

extension ScratchChecks {
  /// Compares a database with one that has the revisions that its ledger says are applied.
  ///
  /// The target is only read. A role that runs revisions there and here under different names is
  /// taken for the same.
  package func drift(_ target: DriftTarget) throws(ScratchFailure) -> CheckResult {
    try comparing(target) { comparison in
      let recorded = Set(target.ledger.entries.map(\.revision.id))
      let (scratch, own) = comparison.roles
      let origins = ObjectOrigins(project)
      let divergence = CatalogDivergence(
        expected: comparison.expected.calling(scratch, own), found: comparison.found,
        suspects: comparison.rows.filter { !recorded.contains($0.version) }
      ) { object in
        origins.place(
          schema: object.schema, name: object.owner ?? object.plainName,
          member: object.owner.map { _ in object.name })
      }
      let found = comparison.found
      return CheckResult(
        .drift, findings: divergence.findings + unproved(found),
        scope: "\(found.objects.count) objects, \(comparison.applied.count) revisions",
        leftOut: scope.leftOut(of: found))
    }
  }

  private func unproved(_ catalog: Catalog) -> [Diagnostic] {
    catalog.unreadable.map { words in
      Diagnostic(
        .warning, "not-readable", "not compared, since the role may not read it: \(words)",
        hint: "use a role that may, or leave it out")
    }
  }

  func look<Value>(
    _ parameters: [(keyword: String, value: String)], doing work: String,
    _ body: (inout Connection) throws(PostgresError) -> Value
  ) throws(ScratchFailure) -> Value {
    do throws(PostgresError) {
      var session = try Connection.open(parameters)
      return try body(&session)
    } catch {
      throw error.kind == .connecting ? .connection(error) : .server(error, doing: work)
    }
  }
}

/// Extensions that something of ours stood in for.
private struct StandInsUsed {
  private let names: [String]
  private let origins: ObjectOrigins

  init(_ names: [String], in origins: ObjectOrigins) {
    self.names = names
    self.origins = origins
  }

  private func place(_ name: String) -> SourceLocation? {
    origins.place(schema: nil, name: name, member: nil)
  }

  /// Of those that revisions ask for; the others come with every database of the platform.
  var notes: [Diagnostic] {
    names.filter { place($0) != nil }.map { name in
      Diagnostic(
        .note, "stood-in-for",
        "proved with a stand-in for the extension '\(name)', which the server lacks",
        at: place(name), hint: "what only the real extension does was not proved")
    }
  }

  /// All of them, for the line that says what was looked at.
  var words: String {
    names.isEmpty ? "" : "; with stand-ins for \(names.joined(separator: ", "))"
  }
}
