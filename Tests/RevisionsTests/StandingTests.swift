import Diagnostics
import RevisionGraphs
import Testing

@testable import Revisions

@Suite struct StandingTests {
  /// Files, ledgers, and what they say together; ids are letters, as in `a b`.
  struct Case: CustomTestStringConvertible {
    let name: String
    /// Supabase versions; a changed checksum is written `2!`, a changed name `2~`.
    var files = ""
    /// Entries of our ledger, Supabase versions.
    var entries = ""
    /// Rows of the CLI's ledger; `none` for no table.
    var rows = "none"
    var pending = ""
    var adopted = ""
    var findings = ""
    var testDescription: String { name }
  }

  static let supabaseCases = [
    Case(name: "everything is new", files: "1 2", pending: "1 2"),
    Case(name: "half is applied", files: "1 2", entries: "1", rows: "1", pending: "2"),
    Case(name: "first contact", files: "1 2 3", rows: "1 2", pending: "3", adopted: "1 2"),
    Case(
      name: "the CLI ran after us", files: "1 2", entries: "1", rows: "1 2", adopted: "2",
      findings: "applied-out-of-band"),
    Case(
      name: "a file was added behind", files: "1 2 3", entries: "1 3", rows: "1 3", pending: "2",
      findings: "out-of-order"),
    Case(
      name: "a file was added behind what is taken over", files: "1 2 3", rows: "1 3",
      pending: "2", adopted: "1 3", findings: "out-of-order"),
    Case(name: "edited", files: "1!", entries: "1", rows: "1", findings: "revision-changed"),
    Case(name: "renamed", files: "1~", entries: "1", rows: "1", findings: "revision-renamed"),
    Case(
      name: "deleted", files: "2", entries: "1", rows: "1", pending: "2",
      findings: "revision-missing"),
    Case(
      name: "a row that no file explains", files: "1", rows: "0 1", adopted: "1",
      findings: "unknown-native-row"),
    Case(
      name: "the native row was taken away", files: "1", entries: "1", rows: "",
      findings: "native-row-missing"),
    Case(
      name: "the native table was taken away", files: "1", entries: "1",
      findings: "native-row-missing"),
  ]

  @Test(arguments: supabaseCases) func `compares Supabase files with ledgers`(
    _ testCase: Case
  ) {
    let files = TrackFiles(
      supabase: words(testCase.files).map { supabase($0) }, alembic: [], graph: nil)
    let ledger = LedgerState(
      version: 3, entries: entries(words(testCase.entries).map { supabase($0) }),
      supabaseVersions: testCase.rows == "none" ? nil : words(testCase.rows))
    expect(testCase, Standing.compare(files, ledger))
  }

  /// Files are `id` or `id<parent`; in load order.
  static let alembicCases = [
    Case(name: "everything is new", files: "a b<a", pending: "a b"),
    Case(
      name: "a row implies all below it", files: "a b<a c<b", rows: "b", pending: "c",
      adopted: "a b"),
    Case(
      name: "Alembic ran after us", files: "a b<a c<b", entries: "a", rows: "c", adopted: "b c",
      findings: "applied-out-of-band applied-out-of-band"),
    Case(
      name: "a revision was put behind an applied one", files: "a x<a b<x", entries: "a b",
      rows: "b",
      pending: "x", findings: "out-of-order"),
    Case(name: "two heads", files: "a b<a c<a", pending: "a c b", findings: "several-heads"),
    Case(
      name: "a row that no file explains", files: "a", rows: "z", pending: "a",
      findings: "unknown-native-row"),
    Case(
      name: "Alembic went back", files: "a b<a", entries: "a b", rows: "a",
      findings: "native-row-missing"),
    Case(
      name: "a file was deleted", files: "a", entries: "a b", rows: "b",
      findings: "revision-missing"),
  ]

  @Test(arguments: alembicCases) func `compares the Alembic graph with ledgers`(
    _ testCase: Case
  ) throws {
    let nodes = words(testCase.files).map { word in
      let parts = word.split(separator: "<").map(String.init)
      return GraphNode(
        id: parts[0], parents: Array(parts.dropFirst()), location: SourceLocation(path: parts[0]))
    }
    let graph = try #require(RevisionGraph.build(nodes).graph)
    let order = try graph.upgradeOrder(to: graph.realHeads, from: [])
    let files = TrackFiles(supabase: [], alembic: order.map { alembic($0) }, graph: graph)
    let ledger = LedgerState(
      version: 3, entries: entries(words(testCase.entries).map { alembic($0) }),
      alembicRows: testCase.rows == "none" ? nil : words(testCase.rows))
    expect(testCase, Standing.compare(files, ledger))
  }

  @Test func `content under another version is not run again`() throws {
    let old = supabase("1")
    let now = revision(.supabase, "2", name: old.name, checksum: old.checksum)
    let standing = Standing.compare(
      TrackFiles(supabase: [now], alembic: [], graph: nil),
      LedgerState(version: 3, entries: entries([old]), supabaseVersions: ["1"]))
    #expect(standing.divergences.map(\.code) == ["revision-rekeyed"])
    #expect(standing.divergences.first?.diagnostic(.error).message.contains("supabase:2") == true)
  }

  @Test func `the newest entry on a revision counts`() {
    let edited = supabase("1!")
    var entries = entries([supabase("1")])
    entries += self.entries([edited], from: 2, origin: .corrected)
    let standing = Standing.compare(
      TrackFiles(supabase: [edited], alembic: [], graph: nil),
      LedgerState(version: 3, entries: entries, supabaseVersions: ["1"]))
    #expect(standing.divergences.isEmpty)
  }

  private func expect(_ testCase: Case, _ standing: Standing) {
    #expect(standing.pending.joined().map(\.id.id) == words(testCase.pending))
    #expect(standing.adopted.map(\.id.id) == words(testCase.adopted))
    #expect(standing.divergences.map(\.code).sorted() == words(testCase.findings))
    for divergence in standing.divergences {
      #expect(divergence.diagnostic(.error).hint?.isEmpty == false)
    }
  }

  private func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  private func supabase(_ word: String) -> Revision {
    let version = word.filter(\.isNumber)
    return revision(
      .supabase, version, name: word.hasSuffix("~") ? "other" : "name",
      checksum: word.hasSuffix("!") ? "other \(version)" : "sum \(version)")
  }

  private func alembic(_ id: String) -> Revision {
    revision(.alembic, id, name: "name", checksum: "sum \(id)")
  }

  private func revision(
    _ track: Track, _ id: String, name: String, checksum: String
  ) -> Revision {
    Revision(
      id: RevisionID(track, id), name: name, source: SourceFile(path: id, bytes: []),
      location: SourceLocation(path: id), checksum: checksum, createdAt: nil)
  }

  private func entries(
    _ revisions: [Revision], from first: Int = 1, origin: LedgerEntry.Origin = .applied
  ) -> [LedgerEntry] {
    revisions.enumerated().map { index, revision in
      LedgerEntry(
        position: first + index, revision: revision.id, name: revision.name,
        checksum: revision.checksum, fingerprint: "", statementCount: 0, origin: origin,
        previous: "", chain: "")
    }
  }
}
