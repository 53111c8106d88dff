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

  package init() {}
}

// From a plan to a database.
extension ScratchDatabases {
  /// Makes a database of its own for the caller, to be dropped with `drop`; what is left of a killed
  /// process is dropped by the next one.
  package mutating func make(
    _ replay: ScratchReplay
  ) throws(ScratchFailure) -> (name: String, summary: ScratchSummary) {
    try notingRoles { databases throws(ScratchFailure) in try databases.makeUnnoted(replay) }
  }

  private mutating func makeUnnoted(
    _ replay: ScratchReplay
  ) throws(ScratchFailure) -> (name: String, summary: ScratchSummary) {
    let name = try newName(Template.scratchPrefix)
    var build = try build(replay)
    // A template may be dropped under our hands by somebody who needs the room.
    for _ in 0..<3 {
      let outcome = try build.perform(&self)
      guard try build.hand(outcome, over: name, &self) else { continue }
      build.summary.standIns = try Self.standIns(in: name, of: host)
      return (name, build.summary)
    }
    throw .unexpectedLedger
  }

  /// Puts a database in the place of the one that has the name; that one's sessions are ended.
  ///
  /// The old one is there until the new one is ready: what fails leaves it as it was.
  package mutating func replace(
    _ name: String, with replay: ScratchReplay
  ) throws(ScratchFailure) -> ScratchSummary {
    try notingRoles(except: name) { databases throws(ScratchFailure) in
      try databases.replaceUnnoted(name, with: replay)
    }
  }

  private mutating func replaceUnnoted(
    _ name: String, with replay: ScratchReplay
  ) throws(ScratchFailure) -> ScratchSummary {
    var build = try build(replay)
    for _ in 0..<3 {
      let outcome = try build.perform(&self)
      if case .database(let built, let key?) = outcome, host.ownsRoles {
        build.summary.standIns = try Self.standIns(in: built, of: host)
        try keepLater(build.template(of: built, key: key, &self), of: built)
        try swap(built, for: name, isBeingCopied: true)
        return build.summary
      }
      let unfinished = try newName(Template.unfinishedPrefix)
      guard try build.hand(outcome, over: unfinished, &self) else { continue }
      build.summary.standIns = try Self.standIns(in: unfinished, of: host)
      try swap(unfinished, for: name)
      return build.summary
    }
    throw .unexpectedLedger
  }

  mutating func build(_ replay: ScratchReplay) throws(ScratchFailure) -> ScratchBuild {
    let base = ScratchBase(replay)
    let making = BaseMaking(base, host: host, limit: limit)
    defer { making.wait() }
    let plan = replay.plan(LedgerState())
    guard !plan.diagnostics.hasErrors else { throw .run(.refused(plan), reason: nil) }
    let steps = plan.steps.prefix(replay.stepCount ?? plan.steps.count)
    let server = if let known = making.serverKey() { known } else { try serverKey() }
    let chain = TemplateChain(replay, steps: steps, server: server)
    return ScratchBuild(replay: replay, base: base, plan: plan, steps: steps, chain: chain)
  }

  /// Extensions of a database that ours stand in for.
  static func standIns(
    in name: String, of host: ScratchHost
  ) throws(ScratchFailure) -> [String] {
    do {
      var inside = try host.administer(name)
      return try inside.query(
        """
        SELECT e.extname FROM pg_catalog.pg_extension e
          JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname
        WHERE starts_with(a.comment, \(ExtensionStandIn.commentPrefix)) ORDER BY 1
        """
      ).map { $0.text(0) }
    } catch {
      throw .server(error, doing: "look for stand-ins")
    }
  }
}
