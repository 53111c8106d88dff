import Diagnostics
import Revisions
import Testing

@testable import Drafts

@Suite struct SupabaseDraftTests {
  /// 2026-11-21 09:45:24 in UTC.
  private static let now = Timestamp(microseconds: 1_795_254_324_000_000)

  @Test(
    arguments: [
      ([], "20261121094524"), (["20260101000000"], "20261121094524"),
      (["20261121094524"], "20261121094525"), (["20261121094559"], "20261121094600"),
      (["20261231235959", "20260101000000"], "20270101000000"),
      (["20261199999999"], "20261200000000"),
      (["9"], nil), (["30"], "31"), (["2999"], "3000"), (["99999999999999"], nil),
      (["20270230000000"], "20270230000001"),
    ] as [([String], String?)])
  func `a version is the time, and always behind every other`(
    _ versions: [String], _ expected: String?
  ) throws {
    let draft: () throws(Diagnostic) -> RevisionDraft = { () throws(Diagnostic) in
      try SupabaseDraft.draft(
        DraftRequest(message: "Add Profiles: é/2", now: Self.now),
        after: versions.map { Self.revision(.supabase, $0) }, in: "/p/supabase")
    }
    guard let expected else {
      let failure = #expect(throws: Diagnostic.self) { try draft() }
      #expect(failure?.code == "no-version")
      return
    }
    #expect(try draft().path == "/p/supabase/migrations/\(expected)_add_profiles_é_2.sql")
    let last = versions.max { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(try draft().notes.isEmpty == (expected == Self.now.digits))
    #expect(last.map { $0.utf8.lexicographicallyPrecedes(expected.utf8) } != false)
  }

  @Test func `a name has to have a letter or a digit`() {
    let failure = #expect(throws: Diagnostic.self) {
      try SupabaseDraft.draft(
        DraftRequest(message: "../!", now: Self.now), after: [], in: "/p/supabase")
    }
    #expect(failure?.code == "no-name")
  }

  @Test func `a correction says what it corrects, and comes after it on the other track`() throws {
    let wrong = Self.revision(.alembic, "3f2a")
    let draft = try SupabaseDraft.draft(
      DraftRequest(
        message: "undo", content: "select 1",
        corrected: CorrectedRevision(wrong, wayBack: "DROP TABLE a;\n\n"), now: Self.now),
      after: [], in: "/p/supabase")
    #expect(
      draft.text == """
        -- Corrects alembic:3f2a (step).
        --
        -- What takes it back, to start from:
        --
        -- DROP TABLE a;

        -- migrate: after alembic:3f2a

        select 1

        """)
  }

  static func revision(_ track: Track, _ id: String) -> Revision {
    let source = SourceFile(path: "\(id)_step", text: "")
    return Revision(
      id: RevisionID(track, id), name: "step", source: source,
      location: SourceLocation(path: source.path), checksum: "", createdAt: nil)
  }
}
