import Files
import Testing

/// `docs/diagnostics.md` beside the codes that stand in the sources.
@Suite struct DiagnosticsPageTests {
  /// Words with a hyphen that stand in quotes in the sources and are no codes.
  private static let otherWords: Set<String> = [
    "checkout-index", "delete-without-where", "drop-cascade", "drop-column", "drop-database",
    "drop-materialized-view", "drop-schema", "drop-table", "f-string", "iso-8859-1",
    "iso-latin-1", "latin-1", "lock-timeout", "ls-files", "ls-tree", "merge-base", "migrate-check",
    "no-transaction", "on-request", "pg-delta",
    "pooler-url", "prefer-standby",
    "project-ref", "read-only", "read-tree", "read-write", "re-key", "remove-row", "restore-row",
    "rev-parse", "saved-plan",
    "saved-plan-or-name", "scratch-only",
    "site-packages", "supabase-dbdev", "unapplied-free", "update-without-where", "us-ascii",
    "utf-8", "verify-ca",
    "verify-full",
  ]

  @Test func `the page lists every code, and no other`() throws {
    let page = try Page("diagnostics.md").tables.flatMap(\.rows).map { $0.cells[0] }
    #expect(Set(page).count == page.count, "a code is listed twice")
    let codes = try Self.codes(in: Page.repository + "/Sources")
    #expect(codes.count > 100)
    #expect(codes.subtracting(page).sorted() == [], "not on the page, or no code: see 'otherWords'")
    #expect(Set(page).subtracting(codes).sorted() == [], "on the page, and gone from the sources")
    #expect(Self.otherWords.isDisjoint(with: page))
  }

  @Test func `each row has a meaning and a remedy`() throws {
    for row in try Page("diagnostics.md").tables.flatMap(\.rows) {
      #expect(row.cells.count == 3 && !row.cells.contains(""), "\(row.cells)")
    }
  }

  /// Every word in quotes that has the form of a code.
  private static func codes(in folder: String) throws -> Set<String> {
    var codes: Set<String> = []
    for entry in try FileSystem.list(folder) {
      let path = Path.join(folder, entry.name)
      if entry.kind == .directory {
        try codes.formUnion(self.codes(in: path))
      } else if path.hasSuffix(".swift") {
        let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
        codes.formUnion(text.matches(of: /"([a-z]+(?:-[a-z0-9]+)+)"/).map { String($0.1) })
        codes.formUnion(
          text.matches(of: /\.(?:error|warning|note), "([a-z]+)"/).map { String($0.1) })
      }
    }
    return codes.subtracting(otherWords)
  }
}
