import RevisionGraphs

/// One row of our ledger: a revision that the database has, and how it came to have it.
package struct LedgerEntry: Sendable, Hashable {
  package enum Origin: String, Sendable, Hashable, CaseIterable {
    /// Run by us.
    case applied
    /// Found in a native ledger and taken over.
    case adopted
    /// Recorded as true without running.
    case baseline
    /// An edit of an applied revision that was acknowledged.
    case corrected
  }

  /// Counts from 1, without a gap.
  package let position: Int
  package let revision: RevisionID
  package let name: String
  package let checksum: String
  /// Empty where the statements were not known, as for an adopted revision that Python alone can read.
  package let fingerprint: String
  package let statementCount: Int
  package let origin: Origin
  /// How the revision's statements came to be known, where not from its own file; else nil.
  package let kind: StepKind?
  /// The chain of the entry before; of the first, `LedgerEntry.chainStart`.
  package let previous: String
  package let chain: String

  package init(
    position: Int, revision: RevisionID, name: String, checksum: String, fingerprint: String,
    statementCount: Int, origin: Origin, kind: StepKind? = nil, previous: String, chain: String
  ) {
    self.position = position
    self.revision = revision
    self.name = name
    self.checksum = checksum
    self.fingerprint = fingerprint
    self.statementCount = statementCount
    self.origin = origin
    self.kind = kind
    self.previous = previous
    self.chain = chain
  }

  /// What the first entry has as `previous`: the digest of nothing.
  package static let chainStart =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  /// What the chain is a digest of: the previous chain and every column of the row that lasts.
  package static func chainText(
    position: Int, revision: RevisionID, name: String, checksum: String, fingerprint: String,
    statementCount: Int, origin: Origin, kind: StepKind? = nil, previous: String
  ) -> [UInt8] {
    // The length before each field keeps two rows apart whose fields are divided differently.
    var text: [UInt8] = []
    text.reserveCapacity(400)
    func append(_ field: String) {
      text.append(decimal: field.utf8.count)
      text.append(UInt8(ascii: ":"))
      text.append(contentsOf: field.utf8)
      text.append(UInt8(ascii: ","))
    }
    append(previous)
    append(String(position))
    append(revision.track.rawValue)
    append(revision.id)
    append(name)
    append(checksum)
    append(fingerprint)
    append(String(statementCount))
    append(origin.rawValue)
    // Entries from before there were kinds keep their chain.
    if let kind { append(kind.rawValue) }
    return text
  }

  package var chainText: [UInt8] {
    Self.chainText(
      position: position, revision: revision, name: name, checksum: checksum,
      fingerprint: fingerprint, statementCount: statementCount, origin: origin, kind: kind,
      previous: previous)
  }
}

extension [UInt8] {
  /// Appends the digits of a number that is not negative.
  fileprivate mutating func append(decimal number: Int) {
    if number >= 10 { append(decimal: number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}

/// What all ledgers of a database said at one moment.
package struct LedgerState: Sendable, Hashable {
  /// Version of our ledger's own schema; 0 when there is none yet.
  package var version: Int
  package var entries: [LedgerEntry]
  package var progress: [ProgressRecord]
  /// The newest run, and those that have not ended in good order; empty before version 5.
  package var runs: [RecordedRun]
  /// Rows of `supabase_migrations.schema_migrations`; nil when there is no such table.
  package var supabaseVersions: [String]?
  /// Whether that table has no column for names or none for statements.
  package var supabaseLacksColumns = false
  /// Rows of Alembic's version table; nil when there is no such table.
  package var alembicRows: [String]?
  /// How many characters Alembic's version column holds; nil for any number.
  package var alembicColumnWidth: Int?

  package init(
    version: Int = 0, entries: [LedgerEntry] = [], progress: [ProgressRecord] = [],
    runs: [RecordedRun] = [], supabaseVersions: [String]? = nil, alembicRows: [String]? = nil,
    alembicColumnWidth: Int? = 32
  ) {
    self.version = version
    self.entries = entries
    self.progress = progress
    self.runs = runs
    self.supabaseVersions = supabaseVersions
    self.alembicRows = alembicRows
    self.alembicColumnWidth = alembicColumnWidth
  }

  /// The chain that the next entry has to name as its `previous`.
  package var head: String { entries.last?.chain ?? LedgerEntry.chainStart }

  /// What was begun of a step in parts, by earlier runs.
  package func journal(of step: Step) -> [ProgressRecord] {
    progress.filter { $0.revision == step.revision.id && !$0.isLive }
  }

  /// The journal of the revisions that were begun and not finished.
  package var begun: [RevisionID: [ProgressRecord]] {
    guard !progress.isEmpty else { return [:] }
    let recorded = Set(entries.map(\.revision))
    return Dictionary(grouping: progress.filter { !recorded.contains($0.revision) }) { $0.revision }
  }
}

extension LedgerState {
  /// The state before a revision that Alembic was running when the run was interrupted.
  ///
  /// Alembic has written its own row then, and only the journal tells that it did so for us. Where
  /// the rows are not just what that revision leaves, nothing is assumed.
  package func beforeInterruptedLiveStep(_ files: TrackFiles) -> LedgerState {
    guard let graph = files.graph, let rows = alembicRows,
      progress.contains(where: { $0.isLive && !$0.isFinished })
    else { return self }
    let recorded = Set(entries.map(\.revision))
    let begun = progress.filter { record in
      record.isLive && !record.isFinished && !recorded.contains(record.revision)
        && rows.contains(record.revision.id)
    }
    guard begun.count == 1 else { return self }
    let applied = recorded.filter { $0.track == .alembic }.map(\.id)
    let continued = Set(applied.flatMap { graph.normalizedDown(of: $0) })
    let before = applied.filter { !continued.contains($0) }.sorted()
    guard let after = try? graph.rowsAfter(applying: begun[0].revision.id, to: before),
      Set(after) == Set(rows)
    else { return self }
    var state = self
    state.alembicRows = before
    return state
  }
}
