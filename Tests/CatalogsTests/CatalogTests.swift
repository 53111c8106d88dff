import Catalogs
import Testing

@Suite struct CatalogTests {
  private static func table(
    _ name: String, schema: String = "public", _ properties: [(String, Catalog.Value)] = [],
    containers: [Catalog.Address] = []
  ) -> Catalog.Object {
    Catalog.Object(
      address: Catalog.Address(kind: .table, schema: schema, name: name),
      properties: properties.map { Catalog.Property($0.0, $0.1) }, containers: containers)
  }

  private static func column(
    _ name: String, of table: String, _ properties: [(String, Catalog.Value)] = []
  ) -> Catalog.Object {
    Catalog.Object(
      address: Catalog.Address(kind: .column, schema: "public", within: table, name: name),
      properties: properties.map { Catalog.Property($0.0, $0.1) },
      containers: [Catalog.Address(kind: .table, schema: "public", name: table)])
  }

  private static func catalog(_ objects: [Catalog.Object]) -> Catalog {
    Catalog(serverVersion: 15_00_00, objects: objects)
  }

  @Test func `the order in which objects were read does not matter`() {
    let objects = [
      Self.table("b"), Self.table("a"), Self.table("a", schema: "other"), Self.column("x", of: "a"),
      Self.column("é", of: "a"), Self.column("z", of: "a"),
    ]
    let text = Self.catalog(objects).text
    #expect(Self.catalog(objects.reversed()).text == text)
    #expect(
      text.split(separator: "\n").map(String.init) == [
        "table other.a", "table public.a", "column public.a.x", "column public.a.z",
        #"column public.a."é""#, "table public.b",
      ])
  }

  /// What one catalog says in one property, the other says in two, in lines or in lists.
  @Test(
    arguments: [
      ([("a", .text("x\n  b: y"))], [("a", .text("x")), ("b", .text("y"))]),
      ([("a", .text("x\n    | y"))], [("a", .text("x\ny"))]),
      ([("a", .list(["x", "y"]))], [("a", .list(["x\n    - y"]))]),
      ([("a", .list(["x", "y"]))], [("a", .list(["x, y"]))]),
      ([("a", .list(["x"]))], [("a", .text("x"))]),
      ([("a", .text(""))], []),
      ([("a", .list(["x\ny"]))], [("a", .list(["x", "y"]))]),
    ] as [([(String, Catalog.Value)], [(String, Catalog.Value)])])
  func `what differs has different texts`(
    first: [(String, Catalog.Value)], second: [(String, Catalog.Value)]
  ) {
    let (before, after) = (Self.table("t", first), Self.table("t", second))
    #expect(before.text != after.text)
    #expect(!Self.catalog([before]).differences(to: Self.catalog([after])).isEmpty)
  }

  @Test func `a table comes and goes with its columns`() {
    let all = Self.catalog([Self.table("t"), Self.column("a", of: "t"), Self.column("b", of: "t")])
    let none = Self.catalog([])
    let gone = all.differences(to: none)
    #expect(gone.map(\.words) == ["table public.t: removed"])
    #expect(gone[0].along.map(\.description) == ["column public.t.a", "column public.t.b"])
    #expect(gone[0].sql == nil)
    #expect(none.differences(to: all).map(\.words) == ["table public.t: added"])
  }

  @Test func `what cannot be read is equal to everything`() {
    let hidden = Self.catalog([Self.table("t", [("option", .unreadable)])])
    let known = Self.catalog([
      Self.table("t", [("option a", .text("x")), ("option b", .text("y"))])
    ])
    #expect(hidden.differences(to: known).isEmpty)
    #expect(known.differences(to: hidden).isEmpty)
    #expect(hidden.text != known.text)
  }

  @Test(arguments: [
    (["a", "b"], ["a", "b", "c"], false), (["a", "b"], ["a", "c", "b"], true),
    (["a", "b", "c"], ["a", "c"], false), (["a", "b"], ["b", "a"], true),
    (["a", "b", "c"], ["c", "b"], true), (["a"], ["b"], false),
  ])
  func `columns move when adding at the end does not give the order`(
    before: [String], after: [String], moves: Bool
  ) {
    let differences = Self.catalog([Self.table("t", [("columns", .list(before))])])
      .differences(to: Self.catalog([Self.table("t", [("columns", .list(after))])]))
    #expect(differences.contains { $0.property == "columns" } == moves)
  }

  @Test func `values are told in one line`() {
    let before = Self.catalog([Self.table("t", [("comment", .text("a\n  b"))])])
    let after = Self.catalog([Self.table("t", [("comment", .text("c"))])])
    let difference = before.differences(to: after)[0]
    #expect(difference.words == "table public.t: comment: a b → c")
    #expect(difference.before == "a\n  b")
    #expect(difference.after == "c")
    #expect(difference.sql == [#"COMMENT ON TABLE "public"."t" IS 'c'"#])
  }
}
