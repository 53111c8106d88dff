import Migrating
package import Postgres
package import Revisions
import SQLText

// Steps that are run a second time.
extension ScratchDatabases {
  /// Makes a database step by step, and lets somebody look at it behind some of the steps.
  ///
  /// The body gets the database's name; the database is dropped in the end.
  package mutating func walk(
    _ replay: ScratchReplay, stoppingAt steps: Set<RevisionID>,
    _ body: (Step, String, inout ScratchDatabases) throws(ScratchFailure) -> Void
  ) throws(ScratchFailure) {
    try notingRoles { databases throws(ScratchFailure) in
      try databases.walkUnnoted(replay, stoppingAt: steps, body)
    }
  }

  private mutating func walkUnnoted(
    _ replay: ScratchReplay, stoppingAt steps: Set<RevisionID>,
    _ body: (Step, String, inout ScratchDatabases) throws(ScratchFailure) -> Void
  ) throws(ScratchFailure) {
    var build = try build(replay)
    let stops = build.steps.indices.filter { steps.contains(build.steps[$0].revision.id) }
    guard let first = stops.first else { return }
    let name = try newName(Template.scratchPrefix)
    do throws(ScratchFailure) {
      try waitForKeepers()
      var reached = try build.begin(name, try templates(), upTo: first, &self)
      if reached < 0 {
        try build.base.make(in: name, &self)
        reached = 0
      }
      for stop in stops {
        try build.apply(to: stop + 1, from: reached, in: name, &self)
        reached = stop + 1
        try body(build.steps[stop].substituting { build.substitute(for: $0) }, name, &self)
      }
    } catch {
      try? drop(name)
      throw error
    }
    try drop(name)
  }

  /// Runs a step's statements in a database that has the step already, looks, and takes it back.
  ///
  /// What cannot be taken back is done in a copy.
  package mutating func repeating<Value>(
    _ step: Step, in name: String, _ look: (inout Connection) throws(PostgresError) -> Value
  ) throws(ScratchFailure) -> Result<Value, RepetitionFailure> {
    guard !step.isTransactional else {
      return try attempt(step, in: name, look)
    }
    let copied = try newName(Template.scratchPrefix)
    try endSessions(of: name)
    guard try copy(name, to: copied) else { throw .unexpectedLedger }
    try copyState(from: name, to: copied)
    let result: Result<Value, RepetitionFailure>
    do throws(ScratchFailure) { result = try attempt(step, in: copied, look) } catch {
      try? drop(copied)
      throw error
    }
    try drop(copied)
    return result
  }

  private func attempt<Value>(
    _ step: Step, in name: String, _ look: (inout Connection) throws(PostgresError) -> Value
  ) throws(ScratchFailure) -> Result<Value, RepetitionFailure> {
    var session: Connection
    do { session = try host.connect(to: name) } catch { throw .connection(error) }
    for segment in step.segments {
      if let failure = Self.run(segment, of: step, on: &session) { return .failure(failure) }
    }
    do {
      let value = try look(&session)
      if step.isTransactional { try session.execute(text: "ROLLBACK") }
      return .success(value)
    } catch {
      throw .server(error, doing: "look at what '\(step.revision.id)' did")
    }
  }

  /// Runs a segment; its transaction is left open where it is the only one.
  private static func run(
    _ segment: Segment, of step: Step, on session: inout Connection
  ) -> RepetitionFailure? {
    var current = segment.statements.first ?? 0
    do throws(PostgresError) {
      if segment.kind == .transaction { try session.execute(text: "BEGIN") }
      for index in segment.statements where !step.statements[index].sql.isEmpty {
        current = index
        let statement = step.statements[index]
        for text in statement.substitute?.before ?? [] { try session.execute(text: text) }
        try session.execute(text: statement.sent.text)
        for text in statement.substitute?.after ?? [] { try session.execute(text: text) }
      }
      if segment.kind == .transaction && !step.isTransactional {
        try session.execute(text: "COMMIT")
      }
      return nil
    } catch {
      return RepetitionFailure(statement: current, cause: error)
    }
  }
}

/// What the server refused when a step was run a second time.
package struct RepetitionFailure: Error, Sendable {
  /// Index of the statement in its step.
  package let statement: Int
  package let cause: PostgresError
}
