import SQLText
import Testing

@Suite struct NameSearchTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    var name = "ix_note"
    var schema: String? = "app"
    var isCut = false
    let isFound: Bool
    var testDescription: String { text }
  }

  static let cases = [
    Case(text: #"op.create_index("ix_note", "note", ["a"])"#, isFound: true),
    Case(text: "op.create_index(op.f('ix_note'))", isFound: true),
    Case(text: "CREATE INDEX CONCURRENTLY IX_NOTE ON note (a)", isFound: true),
    Case(text: #"op.execute("create index concurrently\nix_note on note (a)")"#, isFound: true),
    Case(text: #"op.execute("reindex index app.ix_note")"#, isFound: true),
    Case(text: #"op.execute("reindex index \"App\".\"ix_note\"")"#, isFound: true),
    Case(text: #"op.execute("reindex index other.ix_note")"#, isFound: false),
    Case(text: #"op.execute("reindex index \"other\".\"ix_note\"")"#, isFound: false),
    Case(text: #"op.execute(f"drop index {schema}.ix_note")"#, isFound: true),
    Case(text: "other.ix_note; app.ix_note", isFound: true),
    Case(text: "table.ix_note", schema: nil, isFound: false),
    Case(text: "see the note. ix_note", isFound: true),
    Case(text: "ix_notes, my_ix_note, ix_note2, ix_note$, éix_note, xnix_note", isFound: false),
    Case(text: "'ix_' + 'note'", isFound: false),
    Case(text: "f'ix_{table}'", isFound: false),
    Case(text: "ix_note", isFound: true),
    Case(text: "ix_not", isFound: false),
    Case(text: "", isFound: false),
    Case(text: #""Ix-Note 1""#, name: "Ix-Note 1", isFound: true),
    Case(text: "ix_note_of_all", isCut: true, isFound: true),
    Case(text: "my_ix_note_of_all", isCut: true, isFound: false),
  ]

  @Test(arguments: cases) func `a name stands as a word of its own`(_ test: Case) {
    let search = NameSearch(test.text.utf8)
    #expect(search.finds(test.name, in: test.schema, isCut: test.isCut) == test.isFound)
  }

  @Test(arguments: [
    ("if_not_exists=True", true), ("IF NOT EXISTS", true), ("if\n  not\texists", true),
    ("drop index if exists i", false), ("not exists (select 1)", false),
    ("if x not exists", false), ("gif not exists", false), ("", false),
  ])
  func `that something may be there already is said`(text: String, isSaid: Bool) {
    #expect(NameSearch(text.utf8).saysIfNotExists == isSaid)
  }
}
