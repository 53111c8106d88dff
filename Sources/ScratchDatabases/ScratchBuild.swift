import Diagnostics
import Migrating
import Postgres
import Revisions
import SupabaseBaseline

/// The making of one database: what is copied, what is run, what is kept on the way.
struct ScratchBuild {
  let replay: ScratchReplay
  let base: ScratchBase
  /// The plan for a database without any ledger.
  let plan: Plan
  let steps: ArraySlice<Step>
  let chain: TemplateChain
  var summary = ScratchSummary()

  init(
    replay: ScratchReplay, base: ScratchBase, plan: Plan, steps: ArraySlice<Step>,
    chain: TemplateChain
  ) {
    self.replay = replay
    self.base = base
    self.plan = plan
    self.steps = steps
    self.chain = chain
  }

  /// The key of the whole, where it has one.
  private var wholeKey: String? {
    guard chain.keys.count == steps.count + 1 else { return nil }
    return replay.seeds.isEmpty ? chain.keys.last : chain.seeded
  }

  /// How long the copying took, and the running; nil where nothing was copied.
  private var copying: Duration?
  private var running = Duration.zero

  /// What is run again sooner than it is copied need not be kept.
  private var isWorthKeeping: Bool { copying.map { running > $0 } ?? true }

  /// What a build ends with.
  enum Outcome {
    /// To be copied.
    case template(Template)
    /// To be renamed, once it is kept under its key; what Alembic has run itself has none.
    case database(String, key: String?)
  }

  /// Finds the whole among the templates, or builds it.
  mutating func perform(_ databases: inout ScratchDatabases) throws(ScratchFailure) -> Outcome {
    try databases.waitForKeepers()
    let known = try databases.templates()
    if let wholeKey, let template = known.first(where: { $0.key == wholeKey }) {
      summary.copied = steps.count
      summary.seeds = replay.seeds.count
      return .template(template)
    }
    var unfinished = try databases.newName(Template.unfinishedPrefix)
    do {
      try run(&unfinished, known, &databases)
    } catch {
      try? databases.drop(unfinished)
      throw error
    }
    return .database(unfinished, key: isWorthKeeping ? wholeKey : nil)
  }

  /// Begins with the longest part that there is a template of, and runs the rest.
  private mutating func run(
    _ unfinished: inout String, _ known: [Template], _ databases: inout ScratchDatabases
  ) throws(ScratchFailure) {
    let clock = ContinuousClock()
    let began = clock.now
    var reached = try begin(unfinished, known, &databases)
    if reached > 0 { copying = clock.now - began }
    summary.copied = max(reached, 0)
    if reached < 0 {
      try base.make(in: unfinished, &databases)
      reached = 0
      if replay.baseline != nil { unfinished = try keep(unfinished, upTo: 0, &databases) }
    }
    if let fork = fork(known, behind: reached), fork < steps.count {
      try apply(to: fork, from: reached, in: unfinished, &databases)
      reached = fork
      unfinished = try keep(unfinished, upTo: fork, &databases)
    }
    let start = clock.now
    try apply(to: steps.count, from: reached, in: unfinished, &databases)
    try seed(unfinished, &databases)
    running = clock.now - start
  }

  /// Makes a database of what was built; false when the template is gone by now.
  func hand(
    _ outcome: Outcome, over name: String, _ databases: inout ScratchDatabases
  ) throws(ScratchFailure) -> Bool {
    switch outcome {
    case .template(let template): return try begin(name, from: template, &databases)
    case .database(let unfinished, let key?):
      let template = try complete(unfinished, key: key, &databases)
      return try begin(name, from: template, &databases)
    case .database(let unfinished, nil):
      try databases.endSessions(of: unfinished)
      do { try databases.rename(unfinished, to: name) } catch {
        throw .server(error, doing: "name a database")
      }
      return true
    }
  }
}

// Beginnings.
extension ScratchBuild {
  /// Copies the longest part that is known.
  /// - Returns: how many steps are in it; -1 when nothing is, and the database is empty.
  mutating func begin(
    _ name: String, _ known: [Template], upTo limit: Int = .max,
    _ databases: inout ScratchDatabases
  ) throws(ScratchFailure) -> Int {
    let byKey = Dictionary(known.map { ($0.key, $0) }) { first, _ in first }
    for (count, key) in chain.keys.enumerated().reversed() where count <= limit {
      guard let template = byKey[key] else { continue }
      if try begin(name, from: template, &databases) { return count }
    }
    guard try databases.copy(nil, to: name) else { throw .unexpectedLedger }
    return -1
  }

  func begin(
    _ name: String, from template: Template, _ databases: inout ScratchDatabases
  ) throws(ScratchFailure) -> Bool {
    guard try databases.copy(template.name, to: name) else { return false }
    if databases.host.ownsRoles { try databases.restoreRoles(template.roles) }
    try databases.copyState(from: template.name, to: name)
    if databases.host.ownsRoles { try databases.markLeftovers(in: name, besides: template.roles) }
    databases.touch(template)
    return true
  }

  /// Where another history that was kept parts from this one: it will do so again.
  private func fork(_ known: [Template], behind reached: Int) -> Int? {
    let own = chain.keys.map { Template.short($0) }
    return known.compactMap { template -> Int? in
      var common = 0
      while common < min(own.count, template.path.count), own[common] == template.path[common] {
        common += 1
      }
      // It shares `common` states, the first of which is before any step.
      return common < template.path.count && common < own.count ? common - 1 : nil
    }.filter { $0 > reached }.max()
  }
}

// Steps, seeds, and what is kept.
extension ScratchBuild {
  mutating func apply(
    to end: Int, from start: Int, in name: String, _ databases: inout ScratchDatabases
  ) throws(ScratchFailure) {
    guard start < end else { return }
    let wanted = steps.prefix(end).map(\.revision.id)
    let parameters = databases.host.parameters(database: name)
    let (first, full) = (plan, replay.plan)
    let hasBaseline = replay.baseline != nil
    let runner = Runner(
      parameters: parameters, store: replay.store, options: replay.options, record: replay.record,
      plan: { ledger in
        // It depends on what the ledgers say alone.
        (ledger == LedgerState() ? first : full(ledger)).limited(to: wanted).substituting {
          PlatformStatements.substitute(for: $0, hasBaseline: hasBaseline)
        }
      },
      live: live(parameters),
      sink: replay.sink)
    let applied: RunSummary
    do { applied = try runner.up() } catch {
      throw .run(error, reason: explained(error, in: name, databases))
    }
    guard applied.applied == Array(wanted.dropFirst(start)) else { throw .unexpectedLedger }
    summary.applied += applied.applied.count
  }

  /// What is sent in place of a statement.
  func substitute(for statement: StepStatement) -> StatementSubstitute? {
    PlatformStatements.substitute(for: statement, hasBaseline: replay.baseline != nil)
  }

  private func live(_ parameters: [ScratchHost.Word]) -> LiveRun {
    if let live = replay.live { return live(parameters) }
    return { request throws(LiveFailure) in throw Self.nobodyRuns(request) }
  }

  private static func nobodyRuns(_ request: LiveRequest) -> LiveFailure {
    LiveFailure(.refused, "nothing is there that could run '\(request.revision.id)'")
  }

  private func explained(
    _ failure: RunFailure, in name: String, _ databases: borrowing ScratchDatabases
  ) -> Diagnostic.Related? {
    guard case .step(let failed) = failure else { return nil }
    return base.verdict(in: name, databases)(failed.cause)
  }

  private mutating func seed(
    _ name: String, _ databases: inout ScratchDatabases
  ) throws(ScratchFailure) {
    guard !replay.seeds.isEmpty else { return }
    var session: Connection
    do { session = try databases.host.connect(to: name) } catch { throw .connection(error) }
    let seeder = Seeder(
      seeds: replay.seeds, sink: replay.sink, verdict: base.verdict(in: name, databases))
    try seeder.run(on: &session)
    summary.seeds = replay.seeds.count
  }
}

extension Plan {
  /// The same plan with those of its steps alone that are wanted.
  fileprivate func limited(to wanted: [RevisionID]) -> Plan {
    let wanted = Set(wanted)
    return Plan(
      steps: steps.filter { wanted.contains($0.revision.id) }, adoptions: adoptions,
      appliedCount: appliedCount, findings: findings, policyFindings: policyFindings,
      ledger: ledger)
  }
}
