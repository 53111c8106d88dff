import Ledgers
import Revisions
import CommandLineKit
import Conninfo
import Diagnostics
import JSONText
import Migrating
import Postgres
import Projects
import Reporting
import Settings
import Tracks

/// `migrate doctor`: what is wrong with settings, connection, privileges and versions.
enum DoctorCommand {
  struct Values: CommandValues, Equatable {
    var common = CommonValues()
  }

  static let command = Command<Values>(
    "doctor", "find and explain what is wrong with settings, connection and privileges",
    discussion: "Shows where each setting comes from. Nothing is written to the database.",
    examples: [CommandExample("migrate doctor --env production", "why can CI not connect?")]
  ) { values, context in
    let settings = try context.settings()
    var checkup = Checkup()
    checkup.look(at: settings)
    let project = Project.read(settings.folders)
    checkup.look(at: project)
    do {
      let target = try context.target(settings)
      var session = try context.connect(target)
      try checkup.look(at: &session, target, settings)
      checkup.look(at: settings.ledgerStore(project.alembicSettings), &session)
    } catch let failure as CommandFailure {
      checkup.findings += failure.diagnostics
      checkup.couldNotConnect = true
    } catch let error as PostgresError {
      checkup.findings.append(error.diagnostic(doing: "ask the server about itself"))
    }
    checkup.tell(context.console)
    if checkup.couldNotConnect { return .system }
    return checkup.findings.hasErrors ? .findings : .done
  }
}

/// What a look at everything has brought up.
struct Checkup {
  /// Facts, each under a name.
  var facts: [(name: String, value: String, origin: String)] = []
  var findings: [Diagnostic] = []
  var couldNotConnect = false

  mutating func note(_ name: String, _ value: String, _ origin: String = "") {
    facts.append((name, value, origin))
  }

  func tell(_ console: Console) {
    console.report(findings)
    guard console.isJSON else {
      let rows = facts.map { fact in
        [
          TextTable.Cell(fact.name, .bold), TextTable.Cell(fact.value),
          TextTable.Cell(fact.origin, .dim),
        ]
      }
      console.print(TextTable(rows: rows).lines(painter: console.output))
      let errors = findings.count { $0.severity == .error }
      let warnings = findings.count { $0.severity == .warning }
      console.print([
        findings.isEmpty
          ? "nothing is wrong"
          : PlanReport.count(errors, "error") + ", " + PlanReport.count(warnings, "warning")
      ])
      return
    }
    console.printJSON(json(console.redactor))
  }

  /// Facts and findings as JSON, described in `docs/json.md`.
  func json(_ redactor: Redactor) -> JSON {
    [
      "schema": "migrate.doctor/1",
      "facts": .array(
        facts.map { fact in
          [
            "name": .string(fact.name), "value": .string(fact.value),
            "origin": JSON(fact.origin.isEmpty ? nil : fact.origin),
          ]
        }),
      "diagnostics": .array(findings.map { DiagnosticReport.json(redactor.redacted($0)) }),
    ]
  }
}

extension Checkup {
  mutating func look(at settings: Settings) {
    note("project", settings.root)
    note("settings", settings.file ?? "none", settings.file == nil ? "defaults serve" : "")
    note("environment", settings.environment.name, settings.environment.origin.description)
    if let supabase = settings.supabase {
      note("supabase track", supabase.path, supabase.origin.description)
    }
    if let alembic = settings.alembic {
      note("alembic track", alembic.config, alembic.origin.description)
      if let python = alembic.python {
        note("python", python.value.joined(separator: " "), python.origin.description)
      }
    }
    if settings.supabase == nil && settings.alembic == nil {
      findings.append(
        Diagnostic(
          .error, "no-tracks", "no track was found from '\(settings.root)' on",
          hint: "name them in migrate.toml, under [tracks.supabase] and [tracks.alembic]"))
    }
    note("ledger schema", settings.ledgerSchema.value, settings.ledgerSchema.origin.description)
    note("lock timeout", settings.lockTimeout.value.words, settings.lockTimeout.origin.description)
    switch settings.target {
    case .server(let connection):
      note("database", connection.value.redactedURL, connection.origin.description)
      look(at: connection.value)
    case .embedded: note("database", "the local server", "default")
    case .none: note("database", "none")
    }
  }

  private mutating func look(at info: ConnectionInfo) {
    if info.looksLikeTransactionPooler {
      findings.append(
        Diagnostic(
          .warning, "transaction-pooler", "the address leads to a transaction-mode pooler",
          hint: info.sessionModeAddress.map { "use the session-mode address: \($0.redactedURL)" }
            ?? "use an address that keeps one session"))
    }
    if !info.isLocal && !info.verifiesCertificate {
      findings.append(
        Diagnostic(
          .warning, "certificate-not-verified", "the server's certificate is not verified",
          hint: "set sslrootcert and sslmode=verify-full in the address"))
    }
  }

  mutating func look(at project: Project) {
    note("supabase files", String(project.files.supabase.count))
    note("alembic revisions", String(project.files.alembic.count))
    if let choice = project.alembicSettings?.sqlAlchemy {
      note("SQLAlchemy", choice.version, choice.reason)
    }
    findings += project.diagnostics
  }

  mutating func look(
    at session: inout Connection, _ target: Target, _ settings: Settings
  ) throws {
    note("server", "PostgreSQL \(session.parameterStatus("server_version") ?? "?")")
    note("role", session.user)
    note("TLS", session.isEncrypted ? "yes" : "no")
    if session.serverVersion < 150_000 {
      findings.append(
        Diagnostic(
          .error, "server-too-old", "PostgreSQL 15 is the oldest version that is supported",
          hint: "upgrade the server"))
    }
    let row = try session.query(
      """
      SELECT has_database_privilege(current_database(), 'CREATE'), current_setting('search_path'),
        to_regnamespace(quote_ident(\(settings.ledgerSchema.value))) IS NOT NULL
      """)[0]
    note("search path", row.text(1))
    if !row.bool(0) && !row.bool(2) {
      findings.append(
        Diagnostic(
          .error, "no-create-privilege",
          "role '\(session.user)' may not create the ledger's schema in this database",
          hint: "GRANT CREATE ON DATABASE … TO …, or use another role"))
    }
  }

  mutating func look(at store: LedgerStore, _ session: inout Connection) {
    do {
      let state = try store.read(&session)
      note("ledger version", state.version == 0 ? "none yet" : String(state.version))
      note("ledger entries", String(state.entries.count))
    } catch {
      findings.append(error.diagnostic)
    }
  }
}
