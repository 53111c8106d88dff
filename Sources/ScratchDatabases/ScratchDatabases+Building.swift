import Diagnostics
import Migrating
import Postgres
import Revisions
import SupabaseBaseline

/// How a database came about.
package struct ScratchSummary: Sendable {
  /// Steps that were copied with a template.
  package var copied = 0
  /// Steps that were run.
  package var applied = 0
  /// Seed files that are in it.
  package var seeds = 0
  /// Extensions that ours stand in for.
  package var standIns: [String] = []
}

// From a plan to a database.
extension ScratchDatabases {
  /// Makes a database that is dropped with this value's session, or earlier with `drop`.
  package mutating func make(
    _ replay: ScratchReplay
  ) throws(ScratchFailure) -> (name: String, summary: ScratchSummary) {
    let name = try newName(Template.scratchPrefix)
    let summary = try make(replay, as: name)
    return (name, summary)
  }

  /// Puts a database in the place of the one that has the name; that one's sessions are ended.
  ///
  /// The old one is there until the new one is ready: what fails leaves it as it was.
  package mutating func replace(
    _ name: String, with replay: ScratchReplay
  ) throws(ScratchFailure) -> ScratchSummary {
    let unfinished = try newName(Template.unfinishedPrefix)
    let summary = try make(replay, as: unfinished)
    try endSessions(of: name)
    try drop(name)
    do { try rename(unfinished, to: name) } catch {
      throw .server(error, doing: "name the database '\(name)'")
    }
    try tell(Self.unlock(unfinished), doing: "let go of '\(unfinished)'")
    return summary
  }

  private mutating func make(
    _ replay: ScratchReplay, as name: String
  ) throws(ScratchFailure) -> ScratchSummary {
    let plan = replay.plan(LedgerState())
    guard !plan.diagnostics.hasErrors else { throw .run(.refused(plan), reason: nil) }
    let steps = plan.steps.prefix(replay.stepCount ?? plan.steps.count)
    let chain = TemplateChain(replay, steps: steps, server: try serverKey())
    var build = ScratchBuild(replay: replay, steps: steps, chain: chain)
    // A template may be dropped under our hands by somebody who needs the room.
    for _ in 0..<3 where try build.copyWhole(to: name, &self) { return build.summary }
    try build.run(as: name, &self)
    return build.summary
  }

  /// Extensions of a database that ours stand in for.
  mutating func standIns(in name: String) throws(ScratchFailure) -> [String] {
    do {
      var inside = try host.administer(name)
      return try inside.query(
        """
        SELECT e.extname FROM pg_catalog.pg_extension e
        WHERE starts_with(obj_description(e.oid, 'pg_extension'), \(ExtensionStandIn.commentPrefix))
        ORDER BY 1
        """
      ).map { $0.text(0) }
    } catch {
      throw .server(error, doing: "look for stand-ins")
    }
  }
}
