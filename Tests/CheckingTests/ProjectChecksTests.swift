import Checking
import Checks
import Diagnostics
import Digests
import Files
import Projects
import RenderedFiles
import Revisions
import Testing

/// Something wrong with the files, and what has to be said about it.
struct PlantedFault: Sendable, CustomTestStringConvertible {
  let name: String
  let code: String
  let path: String
  let hint: String
  let plant: @Sendable (CheckedRepository) throws -> Void

  var testDescription: String { name }

  private static let fourth = "supabase/migrations/20260104000000_step4.sql"

  static let all = [
    PlantedFault(
      name: "two files with one version", code: "duplicate-version",
      path: "supabase/migrations/20260102000000_twin.sql", hint: "later timestamp"
    ) { try $0.write("select 2;\n", to: "supabase/migrations/20260102000000_twin.sql") },
    PlantedFault(
      name: "versions of two lengths", code: "mixed-version-widths",
      path: "supabase/migrations/20260103_short.sql", hint: "14 digits"
    ) { try $0.write("select 2;\n", to: "supabase/migrations/20260103_short.sql") },
    PlantedFault(
      name: "one content under two versions", code: "same-content", path: fourth, hint: "remove one"
    ) { try $0.write("create table t2 (id int);\n", to: fourth) },
    PlantedFault(name: "SQL that is none", code: "not-analysed", path: fourth, hint: "") {
      try $0.write("select 1;\ncreate tabel x ();\n", to: fourth)
    },
    PlantedFault(
      name: "a merge that was not resolved", code: "merge-conflict-marker", path: fourth,
      hint: "resolve"
    ) { try $0.write("<<<<<<< HEAD\nselect 1;\n=======\nselect 2;\n>>>>>>> b\n", to: fourth) },
    PlantedFault(
      name: "two heads", code: "several-heads", path: "alembic/versions/b1.py", hint: "merge"
    ) {
      try $0.write(CheckedRepository.python("b1", after: "a2"), to: "alembic/versions/b1.py")
    },
    PlantedFault(
      name: "a parent that is not there", code: "missing-parent",
      path: "alembic/versions/b1.py", hint: ""
    ) {
      try $0.write(CheckedRepository.python("b1", after: "zz"), to: "alembic/versions/b1.py")
    },
    PlantedFault(
      name: "a dependency on nothing", code: "unknown-dependency", path: fourth, hint: ""
    ) { try $0.write("-- migrate: after alembic:zz\nselect 1;\n", to: fourth) },
  ]
}

/// Something wrong between files and ledgers.
struct PlantedDivergence: Sendable, CustomTestStringConvertible {
  let name: String
  let code: String
  let hint: String
  var severity = Diagnostic.Severity.error
  /// The file at fault; nil for what no file explains.
  var path: String?
  /// What the Supabase ledger has stored.
  var rows: [NativeRow] = []
  var plant: @Sendable (CheckedRepository, inout LedgerState) throws -> Void

  var testDescription: String { name }

  static let all = [
    PlantedDivergence(
      name: "an applied file edited", code: "revision-changed", hint: "restore",
      path: CheckedRepository.sql(2)
    ) { repository, _ in
      try repository.write("create table t2 (id bigint);\n", to: CheckedRepository.sql(2))
    },
    PlantedDivergence(
      name: "its comments edited", code: "revision-reformatted", hint: "restore",
      severity: .warning, path: CheckedRepository.sql(2)
    ) { repository, _ in
      try repository.write("-- 2\ncreate table t2 (id int);\n", to: CheckedRepository.sql(2))
    },
    PlantedDivergence(name: "an applied file gone", code: "revision-missing", hint: "restore") {
      repository, _ in repository.remove(CheckedRepository.sql(3))
    },
    PlantedDivergence(
      name: "an applied revision of Alembic edited", code: "revision-changed", hint: "restore",
      path: CheckedRepository.py(2)
    ) { repository, _ in
      try repository.write(
        CheckedRepository.python("a2", after: "a1", body: "op.execute('select 2')"),
        to: CheckedRepository.py(2))
    },
    PlantedDivergence(
      name: "an applied file whose version was changed", code: "revision-rekeyed",
      hint: "call it '20260103000000' again", path: "supabase/migrations/20260109000000_step3.sql"
    ) { repository, _ in
      try repository.move(
        CheckedRepository.sql(3), to: "supabase/migrations/20260109000000_step3.sql")
    },
    PlantedDivergence(
      name: "an applied file renamed", code: "revision-renamed", hint: "step2",
      path: "supabase/migrations/20260102000000_other.sql"
    ) { repository, _ in
      try repository.move(
        CheckedRepository.sql(2), to: "supabase/migrations/20260102000000_other.sql")
    },
    PlantedDivergence(
      name: "a file before applied ones", code: "out-of-order", hint: "above all",
      path: "supabase/migrations/20260101120000_late.sql"
    ) { repository, _ in
      try repository.write("select 9;\n", to: "supabase/migrations/20260101120000_late.sql")
    },
    PlantedDivergence(
      name: "a row of Supabase that no file explains", code: "unknown-native-row",
      hint: "missing file"
    ) { _, ledger in ledger.supabaseVersions?.append("20260109000000") },
    PlantedDivergence(
      name: "a row of Alembic that no file explains", code: "unknown-native-row",
      hint: "missing file"
    ) { _, ledger in ledger.alembicRows = ["zz"] },
    PlantedDivergence(
      name: "a row of Supabase taken away", code: "native-row-missing", hint: "repair"
    ) { _, ledger in ledger.supabaseVersions?.removeLast() },
    PlantedDivergence(
      name: "a file that the CLI applied", code: "applied-out-of-band", hint: "migrate adopt",
      path: "supabase/migrations/20260104000000_four.sql"
    ) { repository, ledger in
      try repository.write("select 4;\n", to: "supabase/migrations/20260104000000_four.sql")
      ledger.supabaseVersions?.append("20260104000000")
    },
    PlantedDivergence(
      name: "a row of Alembic taken away", code: "native-row-missing", hint: "stamp"
    ) { _, ledger in ledger.alembicRows = ["a2"] },
    PlantedDivergence(
      name: "a file that has other statements than its row", code: "stored-statements-differ",
      hint: "migrate adopt", path: "supabase/migrations/20260104000000_four.sql",
      rows: [
        NativeRow(version: "20260101000000", name: "step1", statements: ["select 'ours to know'"]),
        NativeRow(version: "20260104000000", name: "four", statements: ["select 4, 4"]),
      ]
    ) { repository, ledger in
      try repository.write("select 4;\n", to: "supabase/migrations/20260104000000_four.sql")
      ledger.supabaseVersions?.append("20260104000000")
    },
    PlantedDivergence(
      name: "a run that was killed", code: "half-applied", hint: "migrate up",
      path: "supabase/migrations/20260104000000_four.sql"
    ) { repository, ledger in
      try repository.write("select 4;\n", to: "supabase/migrations/20260104000000_four.sql")
      ledger.progress.append(
        ProgressRecord(
          revision: RevisionID(.supabase, "20260104000000"), checksum: "", segment: 0,
          isFinished: false))
    },
  ]
}

@Suite struct ProjectChecksTests {
  private static let strict = PlanPolicy(
    isForwardOnly: true, outOfOrder: .error, severalHeads: .error, destructive: .error)

  @Test func `a clean project has no finding`() throws {
    let repository = try CheckedRepository()
    let project = Project.read(repository.folders)
    let checks = ProjectChecks(project, policy: Self.strict)
    #expect(checks.files().findings == [])
    #expect(checks.rendered().findings == [])
    #expect(checks.ledgers(Self.applied(project)).findings == [])
    #expect(checks.ledgers(LedgerState()).findings == [])
  }

  @Test(arguments: PlantedFault.all)
  func `what is wrong with files is found:`(_ fault: PlantedFault) throws {
    let repository = try CheckedRepository()
    try fault.plant(repository)
    let checks = ProjectChecks(Project.read(repository.folders), policy: Self.strict)
    let findings = checks.files().findings.filter { $0.severity > .note }
    let finding = try #require(findings.first { $0.code == fault.code }, "\(findings.map(\.code))")
    #expect(findings.count == 1, "\(findings.map(\.code))")
    let places = [finding.location?.path] + finding.related.map { $0.location?.path }
    #expect(places.contains(fault.path))
    #expect(finding.hint?.contains(fault.hint) ?? fault.hint.isEmpty, "\(finding.hint ?? "")")
  }

  @Test(arguments: PlantedDivergence.all)
  func `what ledgers and files disagree in is found:`(_ planted: PlantedDivergence) throws {
    let repository = try CheckedRepository()
    var ledger = Self.applied(Project.read(repository.folders))
    try planted.plant(repository, &ledger)
    let checks = ProjectChecks(Project.read(repository.folders), policy: Self.strict)
    let findings = checks.ledgers(ledger, rows: planted.rows).findings
    let finding = try #require(
      findings.first { $0.code == planted.code }, "\(findings.map(\.code))")
    #expect(findings.count { $0.code == planted.code } == 1)
    #expect(finding.severity == planted.severity)
    #expect(finding.location?.path == planted.path)
    #expect(finding.hint?.contains(planted.hint) == true, "\(finding.hint ?? "")")
  }

  @Test func `a revision that only Python can tell is said to be missing its rendered SQL`() throws
  {
    let repository = try CheckedRepository()
    try repository.write(
      CheckedRepository.python("b1", after: "a3", body: "import os; op.execute(os.getcwd())"),
      to: "alembic/versions/b1.py")
    let checks = ProjectChecks(Project.read(repository.folders), policy: Self.strict)
    #expect(checks.files().findings == [])
    let finding = try #require(checks.rendered().findings.first)
    #expect(finding.location?.path == "alembic/versions/b1.py")
    #expect(finding.hint?.contains("migrate render --write alembic:b1") == true)
  }

  @Test func `stored statements may differ in comments, white space and division`() throws {
    let repository = try CheckedRepository()
    try repository.write(
      "-- four\nselect 4;\nselect\n  5;\n", to: "supabase/migrations/20260104000000_four.sql")
    let project = Project.read(repository.folders)
    let checks = ProjectChecks(project, policy: Self.strict)
    var ledger = LedgerState()
    ledger.supabaseVersions = ["20260104000000"]
    for statements in [["select 4", "select 5"], ["select 4; /* five */ select 5;"], nil] {
      let row = NativeRow(version: "20260104000000", name: "four", statements: statements)
      let found = checks.ledgers(ledger, rows: [row]).findings.map(\.code)
      #expect(!found.contains("stored-statements-differ"), "\(statements ?? [])")
    }
  }

  @Test func `rendered SQL that is older than its revision is stale`() throws {
    let repository = try CheckedRepository()
    let path = "alembic/versions/b1.py"
    func write(_ number: Int) throws {
      try repository.write(
        CheckedRepository.python(
          "b1", after: "a3", body: "import os; op.execute(os.getcwd())  # \(number)"), to: path)
    }
    try write(1)
    let bytes = try FileSystem.read(repository.path(path))
    try repository.write(
      RenderedFile.text(
        revision: "b1", makers: .init(tool: "1", alembic: "1.20.1", sqlalchemy: "2.1.9"),
        sources: [.init(path: "../versions/b1.py", checksum: SHA256.hex(bytes))],
        outcome: .statements, statements: [.init(.ordinary, sql: "select 1")]),
      to: "alembic/rendered/\(RenderedFile.name(of: "b1"))")
    let fresh = ProjectChecks(Project.read(repository.folders), policy: Self.strict).rendered()
    #expect(fresh.findings == [])
    #expect(fresh.scope == "1 rendered")
    try write(2)
    let stale = ProjectChecks(Project.read(repository.folders), policy: Self.strict).rendered()
    let finding = try #require(stale.findings.first)
    #expect(finding.code == "rendered-stale")
    #expect(finding.location?.path.hasSuffix("alembic/rendered/b1.sql") == true)
    #expect(finding.hint?.contains("migrate render --write alembic:b1") == true)
  }

  /// The ledgers of a database that has all revisions of a project.
  private static func applied(_ project: Project) -> LedgerState {
    var state = LedgerState()
    for step in Planner(project: project, policy: strict).plan(LedgerState()).steps {
      let revision = step.revision
      let position = state.entries.count + 1
      let chain = SHA256.hex(
        LedgerEntry.chainText(
          position: position, revision: revision.id, name: revision.name,
          checksum: revision.checksum, fingerprint: step.fingerprint,
          statementCount: step.statements.count, origin: .applied, previous: state.head))
      state.entries.append(
        LedgerEntry(
          position: position, revision: revision.id, name: revision.name,
          checksum: revision.checksum, fingerprint: step.fingerprint,
          statementCount: step.statements.count, origin: .applied, previous: state.head,
          chain: chain))
    }
    state.version = 5
    state.supabaseVersions = project.files.supabase.map(\.id.id)
    state.alembicRows = project.files.alembic.suffix(1).map(\.id.id)
    return state
  }
}
