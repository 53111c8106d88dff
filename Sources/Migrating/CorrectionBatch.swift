import Ledgers
import Postgres
import Revisions

/// The statements of one transaction that changes ledgers alone.
struct CorrectionBatch {
  private(set) var requests: [SQL]
  /// Where our ledger ends once the transaction is committed.
  private(set) var head: (position: Int, chain: String)
  private let context: StepContext

  init(head: (position: Int, chain: String), context: StepContext) {
    self.head = head
    self.context = context
    requests = ["BEGIN", context.store.require(head: head.chain)]
  }

  /// An entry for what a native tool has applied.
  mutating func takeOver(_ revision: Revision) {
    append(revision, StatementDigest(fingerprint: "", count: 0), .adopted)
  }

  mutating func append(_ correction: Correction) {
    switch correction {
    case .rekey(let row, let revision, let statements):
      requests.append(context.store.rekey(row, to: revision))
      append(revision, statements, .adopted)
    case .acknowledge(let revision, let statements): append(revision, statements, .corrected)
    case .baseline(let revision, let statements, let change):
      append(revision, statements, .baseline)
      append(change, of: revision)
    case .restore(let revision, let change): append(change, of: revision)
    case .forget(let row): requests.append(context.store.forget(row))
    }
  }

  private mutating func append(
    _ revision: Revision, _ statements: StatementDigest, _ origin: LedgerEntry.Origin
  ) {
    let entry = LedgerEntry(
      following: head, revision: revision, fingerprint: statements.fingerprint,
      statementCount: statements.count, origin: origin)
    requests.append(context.store.insert(entry, run: context.run, isTimed: false))
    head = (entry.position, entry.chain)
  }

  private mutating func append(_ change: NativeChange, of revision: Revision) {
    switch change {
    case .supabase(let statements):
      requests.append(
        context.store.change(
          .supabase(version: revision.id.id, name: revision.name, statements: statements)))
    case .alembic(let version):
      requests.append(
        context.store.require(head: head.chain, alembicRows: version.rowsBefore))
      requests += version.changes.map { context.store.change(.alembic($0)) }
    }
  }
}
