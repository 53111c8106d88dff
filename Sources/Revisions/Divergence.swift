package import RevisionGraphs

/// One way in which files and ledgers disagree.
package enum Divergence: Sendable, Hashable {
  /// An applied revision's file has other bytes now.
  case changed(Revision, LedgerEntry)
  /// As `changed`, but the statements are the same: comments, white space, or Alembic's identifiers.
  case reformatted(Revision, LedgerEntry)
  /// An applied revision has the same file under another name.
  case renamed(Revision, LedgerEntry)
  /// An applied revision's content now stands under another version or identifier.
  case rekeyed(LedgerEntry, now: Revision)
  /// An applied revision has no file.
  case missing(LedgerEntry)
  /// A pending revision stands before an applied one of its track.
  case outOfOrder(Revision, behind: RevisionID)
  /// The Alembic graph ends in more than one revision.
  case severalHeads([Revision])
  /// A native ledger has a row that no file explains.
  case unknownRow(RevisionID)
  /// A native tool applied a revision after our ledger began.
  case outOfBand(Revision)
  /// Our ledger says applied, the native one says not.
  case rowMissing(RevisionID)
  /// The rows of Alembic's version table contradict each other.
  case brokenRows(GraphError)
}

/// What files and ledgers together say: what is applied, what is to be taken over, what is left.
package struct Standing: Sendable {
  package var applied: Set<RevisionID> = []
  /// Applied by a native tool before our ledger began, in the order of their tracks.
  package var adopted: [Revision] = []
  /// To be applied: each track in its own order.
  package var pending: [[Revision]] = []
  package var divergences: [Divergence] = []
}

/// The files of both tracks.
package struct TrackFiles: Sendable {
  /// In the order of their versions.
  package let supabase: [Revision]
  /// In the order in which Alembic would apply them to an empty database.
  package let alembic: [Revision]
  package let graph: RevisionGraph?

  package init(supabase: [Revision], alembic: [Revision], graph: RevisionGraph?) {
    self.supabase = supabase
    self.alembic = alembic
    self.graph = graph
  }
}

extension Standing {
  /// Compares what the files say with what the ledgers say; touches neither.
  package static func compare(_ files: TrackFiles, _ ledger: LedgerState) -> Standing {
    var comparison = Comparison(files: files, ledger: ledger)
    comparison.compareEntries()
    comparison.compareSupabase()
    comparison.compareAlembic()
    return comparison.standing
  }
}

private struct Comparison {
  let files: TrackFiles
  let ledger: LedgerState
  /// The newest word of our ledger on each revision: where it stands among the entries.
  let entries: [RevisionID: Int]
  /// The revisions of both tracks that have a file.
  let byID: [RevisionID: Revision]
  var standing = Standing()

  init(files: TrackFiles, ledger: LedgerState) {
    self.files = files
    self.ledger = ledger
    entries = Dictionary(
      ledger.entries.indices.map { (ledger.entries[$0].revision, $0) }
    ) { _, newer in newer }
    byID = Dictionary((files.supabase + files.alembic).map { ($0.id, $0) }) { first, _ in first }
    standing.applied = Set(entries.keys)
  }

  private func isKnown(_ track: Track, _ id: String) -> Bool { byID[RevisionID(track, id)] != nil }

  private func hasEntries(_ track: Track) -> Bool {
    ledger.entries.contains { $0.revision.track == track }
  }

  mutating func compareEntries() {
    var unclaimed: [String: Revision] = [:]
    if entries.keys.contains(where: { byID[$0] == nil }) {
      unclaimed = Dictionary(
        (files.supabase + files.alembic).filter { entries[$0.id] == nil }.map { ($0.checksum, $0) }
      ) { first, _ in first }
    }
    for index in entries.values.sorted() {
      let entry = ledger.entries[index]
      guard let revision = byID[entry.revision] else {
        let twin = unclaimed[entry.checksum].flatMap {
          $0.id.track == entry.revision.track ? $0 : nil
        }
        standing.divergences.append(twin.map { .rekeyed(entry, now: $0) } ?? .missing(entry))
        continue
      }
      if revision.checksum != entry.checksum {
        standing.divergences.append(.changed(revision, entry))
      } else if revision.name != entry.name {
        standing.divergences.append(.renamed(revision, entry))
      }
    }
  }

  mutating func compareSupabase() {
    let rows = Set(ledger.supabaseVersions ?? [])
    for version in (ledger.supabaseVersions ?? []).sorted() where !isKnown(.supabase, version) {
      let id = RevisionID(.supabase, version)
      if entries[id] == nil { standing.divergences.append(.unknownRow(id)) }
    }
    reportMissingRows(.supabase) { rows.contains($0) }
    let isFirstContact = !hasEntries(.supabase)
    var newest: RevisionID?
    var pending: [Revision] = []
    for revision in files.supabase {
      if entries[revision.id] != nil {
        newest = revision.id
      } else if rows.contains(revision.id.id) {
        newest = revision.id
        takeOver(revision, isFirstContact: isFirstContact)
      } else {
        pending.append(revision)
      }
    }
    standing.pending.append(pending)
    guard let newest else { return }
    for revision in pending where revision.id.id < newest.id {
      standing.divergences.append(.outOfOrder(revision, behind: newest))
    }
  }

  mutating func compareAlembic() {
    let rows = ledger.alembicRows ?? []
    for row in rows.sorted() where !isKnown(.alembic, row) {
      let id = RevisionID(.alembic, row)
      if entries[id] == nil { standing.divergences.append(.unknownRow(id)) }
    }
    let knownRows = rows.filter { isKnown(.alembic, $0) }
    let closure = closure(knownRows)
    // What lies below a row that the graph does not know cannot be told.
    if knownRows.count == rows.count {
      let ids = byID
      reportMissingRows(.alembic) {
        closure.contains($0) || ids[RevisionID(.alembic, $0)] == nil
      }
    }
    let isFirstContact = !hasEntries(.alembic)
    // Rows that are not ours were written by Alembic itself, with everything below them.
    let foreign = knownRows.filter { entries[RevisionID(.alembic, $0)] == nil }
    let takenOver = isFirstContact ? closure : self.closure(foreign)
    var behind: [Revision] = []
    for revision in files.alembic where entries[revision.id] == nil {
      if takenOver.contains(revision.id.id) {
        takeOver(revision, isFirstContact: isFirstContact)
      } else if closure.contains(revision.id.id) {
        behind.append(revision)
        let above = knownRows.first { self.closure([$0]).contains(revision.id.id) }
        standing.divergences.append(
          .outOfOrder(revision, behind: RevisionID(.alembic, above ?? revision.id.id)))
      }
    }
    standing.pending.append(behind + ahead(of: knownRows))
    reportHeads()
  }

  /// What Alembic itself would apply now, in its order.
  private mutating func ahead(of rows: [String]) -> [Revision] {
    guard let graph = files.graph else { return [] }
    do {
      return try graph.upgradeOrder(to: graph.realHeads, from: rows)
        .compactMap { byID[RevisionID(.alembic, $0)] }.filter { entries[$0.id] == nil }
    } catch {
      standing.divergences.append(.brokenRows(error))
      return []
    }
  }

  private func closure(_ rows: [String]) -> Set<String> {
    guard !rows.isEmpty, let graph = files.graph else { return [] }
    return (try? graph.applied(rows: rows)) ?? []
  }

  private mutating func reportHeads() {
    guard let heads = files.graph?.heads, heads.count > 1 else { return }
    let names = Set(heads)
    standing.divergences.append(.severalHeads(files.alembic.filter { names.contains($0.id.id) }))
  }

  private mutating func takeOver(_ revision: Revision, isFirstContact: Bool) {
    standing.adopted.append(revision)
    if !isFirstContact { standing.divergences.append(.outOfBand(revision)) }
  }

  private mutating func reportMissingRows(_ track: Track, isPresent: (String) -> Bool) {
    for entry in ledger.entries where entry.revision.track == track && entry.origin != .corrected {
      guard !isPresent(entry.revision.id) else { continue }
      standing.divergences.append(.rowMissing(entry.revision))
    }
  }
}
