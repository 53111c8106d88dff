package import Diagnostics
import RevisionGraphs

extension Divergence {
  /// What is wrong, in kebab-case.
  package var code: String {
    switch self {
    case .changed: "revision-changed"
    case .reformatted: "revision-reformatted"
    case .renamed: "revision-renamed"
    case .rekeyed: "revision-rekeyed"
    case .missing: "revision-missing"
    case .outOfOrder: "out-of-order"
    case .severalHeads: "several-heads"
    case .unknownRow: "unknown-native-row"
    case .outOfBand: "applied-out-of-band"
    case .rowMissing: "native-row-missing"
    case .brokenRows: "version-rows-broken"
    }
  }

  /// The disagreement as a diagnostic of a severity that the environment's policy has chosen.
  package func diagnostic(_ severity: Diagnostic.Severity) -> Diagnostic {
    Diagnostic(severity, code, message, at: location, hint: hint, related: related)
  }

  private var message: String {
    switch self {
    case .changed(let revision, _): "revision '\(revision.id)' was changed after it was applied"
    case .reformatted(let revision, _):
      "revision '\(revision.id)' was changed after it was applied, but its statements are the same"
    case .renamed(let revision, let entry):
      "revision '\(revision.id)' was applied as '\(entry.name)' and is now called '\(revision.name)'"
    case .rekeyed(let entry, let now):
      "revision '\(entry.revision)' was applied, and its content is now called '\(now.id)'"
    case .missing(let entry): "revision '\(entry.revision)' was applied and has no file"
    case .outOfOrder(let revision, let newest):
      "revision '\(revision.id)' is pending behind '\(newest)', which is applied"
    case .severalHeads(let heads):
      "the Alembic graph has \(heads.count) heads: \(Self.list(heads.map(\.id.id)))"
    case .unknownRow(let id): "the \(Self.ledger(id.track)) has '\(id.id)', and no file explains it"
    case .outOfBand(let revision):
      "revision '\(revision.id)' was applied by \(Self.tool(revision.id.track)) itself"
    case .rowMissing(let id):
      "revision '\(id)' is applied in our ledger and not in the \(Self.ledger(id.track))"
    case .brokenRows(let error): "the version table of Alembic is broken: \(error.message)"
    }
  }

  private var hint: String {
    switch self {
    case .changed: "restore the file as it was applied, and add a new revision for the change"
    case .reformatted: "restore the file, or have 'migrate adopt' record it as it is now"
    case .renamed(_, let entry): "give the file its old name back: '\(entry.name)'"
    case .rekeyed(let entry, _): "call it '\(entry.revision.id)' again: it would run twice"
    case .missing: "restore the file from version control, or bring this checkout up to date"
    case .outOfOrder(let revision, _):
      revision.id.track == .supabase
        ? "give it a version above all applied ones"
        : "put it on top of the head by its down_revision"
    case .severalHeads: "merge them with 'migrate new --merge'"
    case .unknownRow(let id):
      "bring this checkout up to date, or "
        + (id.track == .supabase
          ? "have 'migrate adopt' write the missing file" : "write the missing file")
    case .outOfBand: "take it over with 'migrate adopt'"
    case .rowMissing(let id):
      "find out who took it away; if the schema still has it, restore the row with "
        + (id.track == .supabase
          ? "supabase migration repair --status applied \(id.id)" : "alembic stamp")
    case .brokenRows: "set the rows right with alembic stamp --purge and the true revisions"
    }
  }

  private var location: SourceLocation? {
    switch self {
    case .changed(let revision, _), .reformatted(let revision, _), .renamed(let revision, _),
      .rekeyed(_, let revision), .outOfOrder(let revision, _), .outOfBand(let revision):
      revision.location
    case .severalHeads(let heads): heads.first?.location
    case .missing, .unknownRow, .rowMissing, .brokenRows: nil
    }
  }

  private var related: [Diagnostic.Related] {
    guard case .severalHeads(let heads) = self else { return [] }
    return heads.map { Diagnostic.Related("head '\($0.id.id)': \($0.name)", at: $0.location) }
  }

  private static func list(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }

  private static func ledger(_ track: Track) -> String {
    switch track {
    case .alembic: "version table of Alembic"
    case .supabase: "table supabase_migrations.schema_migrations"
    }
  }

  private static func tool(_ track: Track) -> String {
    switch track {
    case .alembic: "Alembic"
    case .supabase: "the Supabase CLI"
    }
  }
}
