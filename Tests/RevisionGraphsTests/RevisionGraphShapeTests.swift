import RevisionGraphs
import Testing

/// A graph that every question is asked of.
struct GraphShape: CustomTestStringConvertible {
  let name: String
  let edges: String
  let heads: [String]
  let realHeads: [String]
  let bases: [String]
  let order: [String]

  var testDescription: String { name }

  static let all = [
    GraphShape(
      name: "nothing", edges: "", heads: [], realHeads: [], bases: [], order: []),
    GraphShape(
      name: "a chain in the wrong file order", edges: "b -> c, a -> b, a",
      heads: ["c"], realHeads: ["c"], bases: ["a"], order: ["a", "b", "c"]),
    GraphShape(
      name: "a diamond", edges: "a, a -> b, a -> c, b & c -> d",
      heads: ["d"], realHeads: ["d"], bases: ["a"], order: ["a", "c", "b", "d"]),
    GraphShape(
      name: "an open branch", edges: "a, a -> b, a -> c",
      heads: ["b", "c"], realHeads: ["b", "c"], bases: ["a"], order: ["a", "c", "b"]),
    GraphShape(
      name: "three bases", edges: "a, b, c",
      heads: ["a", "b", "c"], realHeads: ["a", "b", "c"], bases: ["a", "b", "c"],
      order: ["c", "b", "a"]),
    GraphShape(
      name: "a head that another depends on",
      edges: "a1, a1 -> a2, a2 -> b1, b1 -> b2, a2 -> c1, c1 -> c2, x1 + c1 -> x2, x1",
      heads: ["b2", "c2", "x2"], realHeads: ["b2", "c2", "x2"], bases: ["a1", "x1"],
      order: ["a1", "a2", "c1", "x1", "x2", "c2", "b1", "b2"]),
    GraphShape(
      name: "a dependency by label", edges: "a [core], a -> b, x, x + core -> y",
      heads: ["b", "y"], realHeads: ["b", "y"], bases: ["a", "x"], order: ["a", "x", "y", "b"]),
    GraphShape(
      name: "an effective head", edges: "a, a -> b, x, x + b -> y",
      heads: ["b", "y"], realHeads: ["y"], bases: ["a", "x"], order: ["a", "b", "x", "y"]),
  ]
}

@Suite struct `Shapes of graphs` {
  @Test(arguments: GraphShape.all)
  func `have heads, bases and an order`(_ shape: GraphShape) throws {
    let graph = try #require(RevisionGraph.parse(shape.edges).graph)
    #expect(graph.heads == shape.heads)
    #expect(graph.realHeads == shape.realHeads)
    #expect(graph.bases == shape.bases)
    let order = try graph.upgradeOrder(to: try graph.resolve("heads"), from: [])
    #expect(order.sorted() == shape.order.sorted())
    #expect(order == shape.order)
  }

  private let branched =
    "a100, a100 -> b200 [left], b200 -> b300, a100 -> c200 [right], c200 -> c300, b300 & c300 -> d400"

  @Test(arguments: [
    ("heads", ["d400"]), ("head", ["d400"]), ("base", []), ("b200", ["b200"]), ("d4", ["d400"]),
    ("left", ["b200"]), ("lef", ["b200"]), ("left@head", ["d400"]), ("left@heads", ["d400"]),
    ("left@base", []), ("left@b3", ["b300"]), ("b200@head", ["d400"]), ("left@d400", ["d400"]),
    ("c200+1", ["c300"]), ("c2+2", ["d400"]), ("base+1", ["a100"]), ("+1", ["a100"]),
    ("left@+2", ["b200"]), ("b300-1", ["b200"]), ("b300-3", []), ("left@b3-1", ["b200"]),
  ])
  func `names are resolved`(_ name: String, _ ids: [String]) throws {
    let graph = try #require(RevisionGraph.parse(branched).graph)
    #expect(try graph.resolve(name) == ids)
  }

  @Test(arguments: [
    ("nope", "no such revision or branch 'nope'"), ("", "no such revision or branch ''"),
    ("nope@head", "no such branch 'nope'"), ("nope@b3", "no such branch 'nope'"),
    ("left@c300", "revision 'c300' is not a member of branch 'left'"),
    ("head-1", "'head-1' is ambiguous, at 'd400' the way divides: 'b300', 'c300'"),
    ("+2", "'+2' is ambiguous, at 'a100' the way divides: 'b200', 'c200'"),
    ("-1", "there are not enough revisions for '-1'"),
    ("d400+1", "there are not enough revisions for 'd400+1'"),
    ("b300-4", "there are not enough revisions for 'b300-4'"),
    ("a1+1x", "no such revision or branch 'a1+1x'"),
  ])
  func `names that lead nowhere are told`(_ name: String, _ message: String) throws {
    let graph = try #require(RevisionGraph.parse(branched).graph)
    let error = #expect(throws: GraphError.self) { try graph.resolve(name) }
    #expect(error?.message == message)
    #expect(error?.hint?.isEmpty == false)
  }

  @Test func `several matches and several heads are told`() throws {
    let graph = try #require(
      RevisionGraph.parse("aa11 [x], aa22, aa11 -> cc33, aa11 -> dd44").graph)
    #expect(throws: GraphError.ambiguousPrefix("aa", matches: ["aa11", "aa22"])) {
      try graph.resolve("aa")
    }
    #expect(throws: GraphError.severalHeads(argument: "x@head", heads: ["cc33", "dd44"])) {
      try graph.resolve("x@head")
    }
    #expect(throws: GraphError.ambiguousStart("+1", rows: ["cc33", "aa22"])) {
      try graph.resolve("+1", rows: ["cc33", "aa22"])
    }
  }

  @Test(arguments: [
    ("x@+1", ["y200", "b200"], "b300"), ("x@+1", ["y200"], "b200"), ("x@+1", [], "a100"),
  ])
  func `a branch counts from what is applied of it`(
    _ name: String, _ rows: [String], _ id: String
  ) throws {
    let graph = try #require(
      RevisionGraph.parse("a100 [x], a100 -> b200, b200 -> b300, y100, y100 + a100 -> y200").graph)
    #expect(try graph.resolve(name, rows: rows) == [id])
  }

  @Test func `unknown and overlapping rows are refused`() throws {
    let graph = try #require(RevisionGraph.parse("a, a -> b, b -> c").graph)
    #expect(throws: GraphError.unknownRow("q")) { try graph.upgradeOrder(to: ["c"], from: ["q"]) }
    #expect(throws: GraphError.overlap("b", contains: ["a"])) {
      try graph.upgradeOrder(to: ["c"], from: ["a", "b"])
    }
    #expect(throws: GraphError.unknownRow("q")) { try graph.applied(rows: ["q"]) }
    #expect(try graph.applied(rows: ["b"]) == ["a", "b"])
    #expect(try graph.upgradeOrder(to: ["a"], from: ["c"]) == [])
  }

  @Test func `a merge deletes all rows but one and updates that one`() throws {
    let graph = try #require(RevisionGraph.parse("a, b, c, a & b & c -> d, d -> e").graph)
    #expect(
      try graph.versionChanges(applying: "d", to: ["c", "a", "b"])
        == [.delete("a"), .delete("b"), .update(from: "c", to: "d")])
    #expect(try graph.rowsAfter(applying: "d", to: ["c", "a", "b"]) == ["d"])
    #expect(try graph.versionChanges(applying: "d", to: []) == [.insert("d")])
    #expect(try graph.versionChanges(applying: "d", to: ["d"]) == [])
  }

  @Test func `dependencies that an ancestor has are not counted again`() throws {
    let graph = try #require(RevisionGraph.parse("x, a + x -> b, a, b + x -> c").graph)
    #expect(graph.normalizedDown(of: "b") == ["a", "x"])
    #expect(graph.normalizedDown(of: "c") == ["b"])
    #expect(graph.dependencies(of: "c") == ["x"])
    #expect(graph.ancestors(of: "c") == ["x", "b", "a"])
    #expect(graph.descendants(of: "x") == ["b", "c"])
  }
}
