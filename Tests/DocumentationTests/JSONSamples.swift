import Catalogs
import Checks
import Ledgers
import RevisionGraphs
import ScratchDatabases
import Conninfo
import Diagnostics
import JSONText

import Postgres
import Projects
import Reporting
import RevisionGraphs
import Revisions
import SQLText

@testable import Drafts
@testable import MigrateCommands
@testable import Migrating
@testable import ScratchServers

/// Documents as the code makes them, with every member in each of its forms.
enum JSONSamples {
  /// The documents of each schema; more than one where a member may be null.
  static func documents(_ schema: String) -> [JSON] {
    switch schema {
    case "migrate.plan/1":
      [
        PlanReport.json(
          plan, environment: "local", target: "here", digest: "0",
          conditions: conditions(TargetIdentity(systemIdentifier: "1", databaseOID: "2")),
          to: second.id
        ).sealed(Redactor([])),
        PlanReport.json(
          plan, environment: "local", target: "here", digest: "0",
          conditions: conditions(nil),
          outcome: RunHooks.outcome(
            "failed", .system, progress, diagnostics)),
      ]
    case "migrate.status/1":
      [plan, emptyPlan].map { StatusReport.json($0, environment: "local", target: "here") }
    case "migrate.graph/1": [graph(alembic), graph(nil)]
    case "migrate.render/1":
      [
        RenderReport.json(renderings, .upgrade),
        RenderReport.json(
          RenderedScript(
            start: "base", end: "heads", revisions: renderings, text: "BEGIN;\n\n",
            diagnostics: diagnostics), .upgrade),
        RenderReport.json(
          RenderedScript(start: "base", end: "heads", revisions: [], text: nil), .upgrade),
      ]
    case "migrate.rendered/1":
      [
        RenderedWriting.json(
          [(first, .written, "a.sql"), (second, .failed, "")], diagnostics)
      ]
    case "migrate.local/1": [server(.running(pid: 1)), server(.stopped)].compactMap(\.self)
    case "migrate.doctor/1": [checkup.json(Redactor([]))]
    case "migrate.reset/1": [reset.json(database: "here", elapsed: .seconds(1))]
    case "migrate.check/1": [checkReport.json]
    case "migrate.verdict/1":
      [
        AdoptCommand.json(
          step, 0, at: place, .done, isWritten: true, Redactor([]))
      ]
    case "migrate.drift/1":
      [AdoptCommand.json([(draft, "a.sql")], left: diagnostics, isWritten: false)]
    case "migrate.new/1": [NewCommand.json(draft, path: "a.sql")]
    case "migrate.failure/1": [CommandFailure(diagnostics, .usage).json(Redactor([]))]
    default: []
    }
  }

  private static var reset: ScratchSummary {
    var summary = ScratchSummary()
    summary.standIns = ["vector"]
    return summary
  }

  static let schemas = [
    "plan", "status", "graph", "render", "rendered", "local", "doctor", "check", "verdict",
    "drift", "new", "reset", "failure",
  ].map {
    "migrate.\($0)/1"
  }

  private static let checkReport = CheckReport(
    [
      CheckResult(.files, findings: diagnostics, scope: "1 revision"),
      CheckResult(.drift, leftOut: [Catalog.Omission(pattern: "auth", count: 2)]),
      .skipped(.ledgers, because: "no database is named"),
    ], environment: "ci", version: "0.1.0")
  private static let draft = RevisionDraft(
    id: first.id, path: "/p/a.sql", text: "", notes: diagnostics)

  private static let row = NativeRow(version: "1", name: nil, statements: nil)

  /// The lines of a run.
  static var lines: [JSON] {
    events.map(\.json) + [RunSummary.sample.json]
      + [RunFailure.step(stepFailure), .locked(holder: nil), .refused(plan)].map {
        $0.json(Redactor([]))
      }
  }

  private static let place = SourceLocation(path: "a.sql", line: 2, column: 3)
  private static let diagnostics = [
    Diagnostic(
      .error, "code", "message", at: place, hint: "do",
      related: [Diagnostic.Related("near", at: place), Diagnostic.Related("far")]),
    Diagnostic(.note, "code", "message"),
  ]
  private static let first = revision(.alembic, "a")
  private static let second = revision(.supabase, "1")

  private static func revision(_ track: Track, _ id: String) -> Revision {
    Revision(
      id: RevisionID(track, id), name: "n", source: SourceFile(path: id, text: "select 1"),
      location: SourceLocation(path: id), checksum: "0", createdAt: nil)
  }

  private static let step = Step(
    revision: second,
    statements: [
      statement(
        StatementFacts(
          tag: "DROP TABLE",
          locks: [RelationLock(SchemaObject(.relation, "t"), .accessExclusive)],
          dataLoss: .dropTable)),
      statement(StatementFacts(tag: "SELECT")),
    ],
    segments: [Segment(kind: .standalone, statements: [0, 1])], fingerprint: "0",
    segmentFingerprints: ["0"],
    reasons: [
      .dependency(Dependency(before: first.id, after: second.id, reason: .declared(place))),
      .dependency(dependency(at: place)), .dependency(dependency(at: nil)),
    ], statementTimeout: 1000)

  private static func dependency(at place: SourceLocation?) -> Dependency {
    Dependency(
      before: first.id, after: second.id,
      reason: .needs(SchemaObject(.relation, "t"), at: place))
  }

  private static func statement(_ facts: StatementFacts) -> StepStatement {
    StepStatement(
      sql: SQLStatement(text: "select 1", offset: 0, facts: facts), range: 0..<8, textOffset: 0)
  }

  private static let emptyStep = Step(
    revision: first, origin: StepOrigin(.live, because: "why", in: first.source), statements: [],
    segments: [], fingerprint: "0", segmentFingerprints: [],
    reasons: [.first])

  private static let plan = Plan(
    steps: [step, emptyStep], adoptions: [first], appliedCount: 1, findings: diagnostics,
    policyFindings: [],
    ledger: LedgerState(
      version: 3,
      entries: [
        LedgerEntry(
          position: 1, revision: first.id, name: "n", checksum: "0", fingerprint: "",
          statementCount: 1, origin: .applied, previous: "", chain: "")
      ],
      progress: [
        ProgressRecord(revision: second.id, checksum: "0", segment: 0, isFinished: false),
        ProgressRecord(
          revision: RevisionID(.supabase, "2"), checksum: "1", segment: 1, isFinished: false,
          verdict: .done),
      ],
      runs: [
        RecordedRun(
          id: 1, kind: "up", startedAt: "2026-01-01T00:00:00Z", actor: "a", host: "h",
          state: .failed, failure: "f"),
        RecordedRun(
          id: 2, kind: "up", startedAt: "2026-01-01T00:00:00Z", actor: nil, host: nil,
          state: .lost, failure: nil),
      ], supabaseVersions: ["1"], alembicRows: ["a"]),
    corrections: [.forget(row), .restore(first, rows: .supabase(statements: []))])

  private static let emptyPlan = Plan(
    steps: [], adoptions: [], appliedCount: 0, findings: [], policyFindings: [],
    ledger: LedgerState())

  /// A graph of two revisions, of which the order knows one.
  private static var alembic: RevisionGraph? {
    RevisionGraph.build([
      GraphNode(id: "a", parents: [], labels: ["l"], location: place),
      GraphNode(id: "b", parents: ["a"], location: place),
      GraphNode(id: "c", parents: ["a"], dependsOn: ["b"], location: place),
      GraphNode(id: "d", parents: ["b", "c"], location: place),
    ]).graph
  }

  private static func graph(_ graph: RevisionGraph?) -> JSON {
    GraphReport(
      files: TrackFiles(supabase: [second], alembic: graph == nil ? [] : [first], graph: graph),
      order: [first.id, second.id],
      dependencies: [
        Dependency(before: first.id, after: second.id, reason: .declared(place))
      ]
    ).json(diagnostics)
  }

  private static func conditions(_ identity: TargetIdentity?) -> JSON {
    PlanConditions(
      files: "0", ledgers: "0", steps: "0",
      settings: [
        "environment": "local", "lock_timeout": "4000ms", "statement_timeout": "",
        "transactions": "one for each revision",
      ], address: ["host": "h:5432", "database": "d"], identity: identity,
      start: identity == nil ? nil : PlanStart(head: "0", alembicRows: ["a"])
    ).json
  }

  private static let blocker = Blocker(
    pid: 1, role: "app", application: "psql", client: "::1", state: "idle in transaction",
    transactionAge: 12, holds: "ACCESS SHARE", statement: "select ?")
  private static let stranger = Blocker(
    pid: 0, role: nil, application: nil, client: nil, state: nil, transactionAge: nil, holds: nil,
    statement: nil)

  private static let renderings = [
    RevisionRendering(
      revision: first, kind: .native,
      statements: [RevisionRendering.Statement(sql: "select 1", in: first.source, at: 0)],
      text: "select 1;\n\n"),
    RevisionRendering(
      revision: second, kind: .refused, statements: [], text: nil, diagnostics: diagnostics),
  ]

  private static func server(_ state: Cluster.State) -> JSON? {
    PostgresVersion("15.1").map { version in
      LocalServer.Status(
        state: state, version: version, dataFolder: "/d", socketFolder: "/s", log: "/l",
        databases: ["project"]
      ).json(url: "postgresql:///project")
    }
  }

  private static var checkup: Checkup {
    var checkup = Checkup()
    checkup.note("environment", "local", "default")
    checkup.note("TLS", "no")
    checkup.findings = diagnostics
    return checkup
  }

  private static let stepFailure = StepFailure(
    step: step, part: .statement(0),
    cause: PostgresError(kind: .server, sqlState: "42P01", message: "m", detail: "d"),
    obstacle: Obstacle(object: "'note'", wants: "ACCESS EXCLUSIVE", blockers: [blocker]),
    progress: progress)

  private static let progress = RunProgress(
    applied: [first.id],
    halfApplied: [RunProgress.HalfApplied(second.id, finishedCount: 1, partCount: 2)],
    notApplied: [second.id])

  private static let events: [RunEvent] = [
    .waitingForLock(holder: "process 1"), .waitingForLock(holder: nil),
    .ledgerInstalled(from: 0, to: 3), .planned(steps: 1, adoptions: 1), .adopted([first.id]),
    .corrected([
      .acknowledge(first, statements: StatementDigest(fingerprint: "", count: 1)), .forget(row),
    ]),
    .started(step, index: 0, of: 1), .progressed(step, statement: 1),
    .finished(step, elapsed: .milliseconds(1)), .printed(step, line: "l"),
    .noticed(severity: "NOTICE", message: "m"),
    .raced, .renewing,
    .blocked(
      step, Obstacle(object: "'note'", wants: "ACCESS EXCLUSIVE", blockers: [blocker, stranger])),
    .removed(blocker, .ended, refusal: nil), .removed(stranger, .cancelled, refusal: "r"),
    .retrying(step, after: .milliseconds(1), sqlState: "55P03"), .marked(runs: [1]),
    .lost(reason: "r"), .unreachable(reason: "r"), .resumed(applied: [first.id]),
  ]

  /// Does not compile when there is an event that `events` may lack.
  private static func isAmongSamples(_ event: RunEvent) -> Bool {
    switch event {
    case .waitingForLock, .ledgerInstalled, .planned, .adopted, .corrected, .started, .progressed,
      .finished, .printed, .noticed, .raced, .renewing, .blocked, .removed, .retrying, .marked,
      .lost,
      .unreachable, .resumed:
      true
    }
  }
}

extension RunSummary {
  fileprivate static var sample: RunSummary {
    var summary = RunSummary()
    summary.applied = [RevisionID(.alembic, "a")]
    summary.adopted = [RevisionID(.supabase, "1")]
    summary.corrected = []
    return summary
  }
}
