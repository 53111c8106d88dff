import Conninfo
import Diagnostics
import Ledgers
import Migrating
import Postgres
import Revisions
import ScratchDatabases
import Signals

extension PostgresError {
  /// Why no session could be opened, with what to look at.
  func diagnostic(of target: Target) -> Diagnostic {
    let text = message.lowercased()
    let hint =
      if text.contains("password authentication failed") || text.contains("no password supplied") {
        "look at user and password of the database address; 'migrate doctor' shows where it is from"
      } else if text.contains("does not exist") {
        "look at the names of database and role in the address"
      } else if text.contains("not currently accepting connections") {
        "the database lets nobody in: 'ALTER DATABASE … ALLOW_CONNECTIONS true', in a session of another one"
      } else {
        "see that the server runs and can be reached from here; 'migrate doctor' shows the address"
      }
    return Diagnostic(
      .error, kind == .connecting ? "cannot-connect" : "connection-lost",
      "\(target.name): \(message)", hint: self.hint ?? hint)
  }

  /// What the server refused outside of any revision.
  func diagnostic(doing work: String) -> Diagnostic {
    let state = sqlState.map { " (SQLSTATE \($0))" } ?? ""
    return Diagnostic(
      .error, "server-error", "cannot \(work): \(message)\(state)",
      hint: hint ?? remedy,
      related: detail.map { [Diagnostic.Related("detail: \($0)")] } ?? [])
  }
}

extension PostgresError {
  /// What to do where the server gives no hint of its own.
  private var remedy: String? {
    switch sqlState {
    case "42501" where message.contains("to set parameter"):
      "a function with more rights had set it: 'GRANT SET ON PARAMETER' it to the role (PostgreSQL 15 and "
        + "newer), or use another role"
    case "42501":
      "give the role the privilege, such as CREATE on the database, or use another role"
    case "25006":
      "the session may only read: look at 'default_transaction_read_only' of database and role, which "
        + "PGOPTIONS='-c default_transaction_read_only=off' overrides, and for a standby server"
    // The other case of this state, "no schema has been selected to create in", names none.
    case "3F000" where !message.contains("\""):
      "the search_path that role and database are set to leads to no schema: correct it, or name the schema of "
        + "Alembic's version table in the settings (version_table_schema)"
    case "3F000": "make the schema, or correct its name in the settings"
    default: nil
    }
  }
}

extension LedgerError {
  var diagnostic: Diagnostic {
    switch self {
    case .server(let error) where error.sqlState == "42501" && error.hint == nil:
      error.diagnostic(doing: "read the ledgers").hinting(
        "use the role that made the ledger, or one that may read it past row-level security")
    case .server(let error):
      error.diagnostic(doing: "read the ledgers")
    case .tooNew(let found, let known):
      Diagnostic(
        .error, "ledger-too-new",
        "the ledger has version \(found), and this migrate knows versions up to \(known)",
        hint: "use the newer migrate that made it")
    case .tampered(let position):
      Diagnostic(
        .error, "ledger-tampered",
        "entry \(position) of the ledger does not follow from the one before it",
        hint: "somebody changed the ledger by hand; restore it from a backup")
    case .locked(let table, let holder):
      Diagnostic(
        .error, "ledger-locked", "the ledgers cannot be read: \(table) is locked",
        hint: "wait until that transaction has ended, or end it; then run the command again",
        related: holder.map { [Diagnostic.Related($0)] } ?? [])
    }
  }
}

extension Diagnostic {
  fileprivate func hinting(_ hint: String) -> Diagnostic {
    var diagnostic = self
    diagnostic.hint = hint
    return diagnostic
  }
}

extension CommandFailure {
  /// The end that somebody asked for.
  init(_ interruption: Interruption) {
    self.init(
      [
        Diagnostic(
          .error, "interrupted", "interrupted by \(interruption.name)",
          hint: "run the command again: it goes on where this one has ended")
      ], ExitCode(interruption))
  }
}

extension RunFailure {
  var diagnostics: [Diagnostic] {
    switch self {
    case .connection(let error):
      [
        Diagnostic(
          .error, "connection-lost", error.message,
          hint: "run 'migrate up' again: it finds out what was applied")
      ]
    case .lost(let lost): [lost.diagnostic]
    case .lockLost:
      [
        Diagnostic(
          .error, "locked", "another run has taken the migration lock",
          hint: "run 'migrate up' again: it goes on where this one has ended")
      ]
    case .ledger(let error): [error.diagnostic]
    case .refused(let plan): plan.diagnostics
    case .locked(let holder):
      [
        Diagnostic(
          .error, "locked", "another run holds the migration lock",
          hint: "wait for it to end, or wait longer with --wait",
          related: holder.map { [Diagnostic.Related($0)] } ?? [])
      ]
    case .server(let error, let work): [error.diagnostic(doing: work)]
    case .step(let failure): [failure.diagnostic]
    case .live(let failure): [failure.diagnostic]
    case .hook(let diagnostic): [diagnostic]
    case .interrupted(let interruption, _): CommandFailure(interruption).diagnostics
    case .unclear(let step, let statement, let question):
      [unclearProgress(question, step, statement)]
    }
  }

  var code: ExitCode {
    switch self {
    case .refused(let plan): plan.findings.hasErrors ? .findings : .refused
    case .connection, .lost, .lockLost, .ledger, .locked, .server, .step, .live, .unclear, .hook:
      .system
    case .interrupted(let interruption, _): ExitCode(interruption)
    }
  }
}

/// What the catalog does not tell about a statement; comments before it are not what it is about.
private func unclearProgress(_ question: String, _ step: Step, _ index: Int) -> Diagnostic {
  let statement = step.statements[index]
  let command = "migrate adopt --statement \(step.revision.id):\(index + 1)"
  return Diagnostic(
    .error, "unclear-progress", question, in: step.source,
    at: statement.codeRange,
    hint: "then say what is true: '\(command) done', or '\(command) repeat'")
}

extension ScratchFailure {
  /// The failure as a command ends with it.
  func commandFailure(of target: Target) -> CommandFailure {
    switch self {
    case .connection(let error): CommandFailure([error.diagnostic(of: target)], .system)
    case .server(let error, let work): CommandFailure([error.diagnostic(doing: work)], .system)
    case .run(let failure, let reason):
      CommandFailure(
        failure.diagnostics.map { diagnostic in
          guard let reason, diagnostic.severity == .error else { return diagnostic }
          var diagnostic = diagnostic
          diagnostic.related.append(reason)
          return diagnostic
        }, failure.code)
    case .file(let diagnostic): CommandFailure([diagnostic], .system)
    case .baselineNeedsSuperuser:
      CommandFailure(
        [
          Diagnostic(
            .error, "baseline-needs-superuser",
            "the role may not make what a Supabase database begins with",
            hint: "use the local server, or a role that is a superuser")
        ], .system)
    case .unexpectedLedger:
      CommandFailure(
        [
          Diagnostic(
            .error, "unexpected-ledger", "what was applied is not what was planned",
            hint: "see whether a revision changes the ledgers, or files change while they are read")
        ], .system)
    }
  }
}
