import Diagnostics
import Digests
import Ledgers
import Migrating
import Postgres
import Revisions
import SQLText
import SupabaseBaseline
import Tracks

/// Names of all states on the way from nothing to a database: each covers everything before it.
struct TemplateChain {
  /// Counts the ways in which databases are built; those of another way are not found.
  private static let format = "4"

  /// After nothing, after the first step, and so on; ends before the first step that only Alembic
  /// can run, since what that does depends on more than can be known.
  private(set) var keys: [String]
  /// After the seeds, where all steps have keys; nil without seeds.
  private(set) var seeded: String?

  init(_ replay: ScratchReplay, steps: ArraySlice<Step>, server: String) {
    var key = Self.start(ScratchBase(replay), server)
    keys = [key]
    var isWhole = true
    for step in steps {
      guard step.kind == .native || step.kind == .rendered else {
        isWhole = false
        break
      }
      key = Self.key(after: key, step)
      keys.append(key)
    }
    guard isWhole, !replay.seeds.isEmpty else { return }
    seeded = Self.join(
      [key, "seeds"] + replay.seeds.flatMap { [$0.path, $0.checksum] })
  }

  /// The name of what is there before the first step.
  static func start(_ base: ScratchBase, _ server: String) -> String {
    var parts = [
      format, server, base.baseline?.digest ?? "plain", base.store.schema.name,
      base.store.alembicTable.name, base.store.alembicSchema?.name ?? "",
      "\(base.store.alembicHasKey)", base.store.alembicColumn.words,
      "\(LedgerStore.newestVersion)",
      "\(base.lockTimeout)", "\(base.statementTimeout ?? -1)",
    ]
    parts.append(base.roles.map { SHA256.hex($0.bytes) } ?? "no roles")
    // Of a secret no more is kept than what tells it from another one.
    parts += base.secrets.flatMap { [$0.name, SHA256.hex($0.value)] }
    return join(parts)
  }

  private static func key(after key: String, _ step: Step) -> String {
    var parts = [
      key, step.revision.id.description, step.revision.name, step.revision.checksum,
      step.fingerprint, step.kind.rawValue, "\(step.lockTimeout ?? -1)",
      "\(step.statementTimeout ?? -1)",
    ]
    parts += step.segments.map { "\($0.kind) \($0.statements)" }
    // A file of SQL is covered by its checksum; what was compiled or rendered is not.
    if step.revision.id.track == .alembic || step.kind == .rendered {
      parts += step.statements.map(\.sql.text)
    }
    if let version = step.version {
      parts += version.rowsBefore + ["|"] + version.changes.map { "\($0)" }
    }
    return join(parts)
  }

  /// A digest that no other list of texts has.
  private static func join(_ parts: [String]) -> String {
    SHA256.hex(parts.map { "\($0.utf8.count):\($0)" }.joined(separator: ","))
  }
}
