import Diagnostics
import RevisionGraphs
import Testing

/// A graph with something wrong, and what is said about it.
struct FaultyGraph: CustomTestStringConvertible {
  let name: String
  let edges: String
  /// `severity code path:line message | hint`, one each.
  let expected: [String]
  var hasGraph = false

  var testDescription: String { name }

  static let all = [
    FaultyGraph(
      name: "a parent that no file declares", edges: "a, zz -> b",
      expected: [
        "error missing-parent 1.py:2 revision 'b' follows 'zz', which no file declares"
          + " | restore the missing file, or correct 'down_revision'"
      ]),
    FaultyGraph(
      name: "the start of a parent's id", edges: "abcdef, abc -> b",
      expected: [
        "error missing-parent 1.py:2 revision 'b' follows 'abc', which no file declares"
          + " | write the whole id 'abcdef'"
      ]),
    FaultyGraph(
      name: "a label as parent", edges: "a [main], main -> b",
      expected: [
        "error missing-parent 1.py:2 revision 'b' follows 'main', which no file declares"
          + " | 'main' is a branch label; write the id, such as 'a'"
      ]),
    FaultyGraph(
      name: "a dependency that is unknown", edges: "a, a + zz -> b",
      expected: [
        "error missing-dependency 1.py:2 revision 'b' depends on 'zz', which is no revision or"
          + " branch label | restore the missing file, or correct 'depends_on'"
      ]),
    FaultyGraph(
      name: "the start of a dependency's id", edges: "abcdef, a, a + abcd -> b",
      expected: [
        "error missing-dependency 2.py:3 revision 'b' depends on 'abcd', which is no revision or"
          + " branch label | write the whole id 'abcdef'"
      ]),
    FaultyGraph(
      name: "one id in two files", edges: "a, a -> b, a -> b",
      expected: [
        "error duplicate-revision 2.py:3 revision 'b' is declared in '1.py' and in '2.py'"
          + " | give one of them a new id, or remove the copy"
      ]),
    FaultyGraph(
      name: "a revision that follows itself", edges: "a, b -> b",
      expected: [
        "error revision-cycle 1.py:2 revision 'b' names itself in 'down_revision'"
          + " | remove 'b' from 'down_revision'"
      ]),
    FaultyGraph(
      name: "a revision that depends on itself", edges: "a, a + b -> b",
      expected: [
        "error revision-cycle 1.py:2 revision 'b' names itself in 'depends_on'"
          + " | remove 'b' from 'depends_on'"
      ]),
    FaultyGraph(
      name: "a circle that Alembic does not see", edges: "base, base & b -> a, a -> b, b -> c",
      expected: [
        "error revision-cycle 1.py:2 revisions wait for each other in a circle: a -> b -> a"
          + " | correct one 'down_revision' or 'depends_on' so that the first revision needs no"
          + " other"
      ]),
    FaultyGraph(
      name: "a circle through a dependency", edges: "a, a + y -> b, b -> x, x -> y, y -> z",
      expected: [
        "error revision-cycle 1.py:2 revisions wait for each other in a circle: b -> x -> y -> b"
          + " | correct one 'down_revision' or 'depends_on' so that the first revision needs no"
          + " other"
      ]),
    FaultyGraph(
      name: "an illegal character", edges: "a:b@c",
      expected: [
        "error bad-identifier 0.py:1 ':', '@' not allowed in revision identifier 'a:b@c'"
          + " | use letters, digits and underscores"
      ]),
    FaultyGraph(
      name: "an empty identifier", edges: "a, ->",
      expected: [
        "error bad-identifier 1.py:2 the revision identifier is empty"
          + " | give the revision an id, such as twelve hexadecimal digits"
      ]),
    FaultyGraph(
      name: "an id of 33 characters", edges: "a23456789012345678901234567890123",
      expected: [
        "warning long-identifier 0.py:1 revision identifier 'a23456789012345678901234567890123' has"
          + " 33 characters, Alembic's version table holds 32"
          + " | shorten the identifier, or widen the column first"
      ], hasGraph: true),
    FaultyGraph(
      name: "an id of 32 characters", edges: "a2345678901234567890123456789012",
      expected: [], hasGraph: true),
    FaultyGraph(
      name: "a label that is an id", edges: "a, a -> b [a]",
      expected: [
        "error label-collision 1.py:2 branch label 'a' of revision 'b' is already used by revision"
          + " 'a' | choose another label"
      ]),
    FaultyGraph(
      name: "a label used twice", edges: "a [x], b [x]",
      expected: [
        "error label-collision 1.py:2 branch label 'x' of revision 'b' is already used by revision"
          + " 'a' | choose another label"
      ]),
    FaultyGraph(
      name: "a label said twice in one file", edges: "a [x x]",
      expected: [], hasGraph: true),
    FaultyGraph(
      name: "a merge of a revision with its own parent", edges: "a, a -> b, a & b -> c",
      expected: [
        "warning redundant-merge 2.py:3 revision 'c' merges 'a', which 'b' already contains"
          + " | remove 'a' from the revisions that 'c' follows or depends on"
      ], hasGraph: true),
    FaultyGraph(
      name: "a merge of two revisions and the parent of one",
      edges: "a, a -> b, a -> c, a & b & c -> d",
      expected: [
        "error redundant-merge 3.py:4 revision 'd' merges 'a', which 'b' already contains"
          + " | remove 'a' from the revisions that 'd' follows or depends on"
      ], hasGraph: true),
    FaultyGraph(
      name: "dependencies on two descendants of the parent",
      edges: "a, a -> b, a -> c, a + b + c -> d",
      expected: [
        "error redundant-merge 3.py:4 revision 'd' merges 'a', which 'b' already contains"
          + " | remove 'a' from the revisions that 'd' follows or depends on"
      ], hasGraph: true),
    FaultyGraph(
      name: "a dependency on a descendant of the parent",
      edges: "a, a -> b, a + b -> c", expected: [], hasGraph: true),
    FaultyGraph(
      name: "a merge of a head with one that depends on it",
      edges: "a, x + a -> y, x, a & y -> m", expected: [], hasGraph: true),
  ]
}

@Suite struct `Faults of a graph` {
  @Test(arguments: FaultyGraph.all)
  func `are told with place and hint`(_ faulty: FaultyGraph) {
    let (graph, diagnostics) = RevisionGraph.parse(faulty.edges)
    let told = diagnostics.map { one in
      "\(one.severity) \(one.code) \(one.location?.path ?? ""):\(one.location?.line ?? 0)"
        + " \(one.message) | \(one.hint ?? "")"
    }
    #expect(told == faulty.expected)
    #expect((graph != nil) == faulty.hasGraph)
  }

  @Test func `a duplicate leads to the other file`() {
    let diagnostics = RevisionGraph.parse("a, a").diagnostics
    #expect(diagnostics.first?.related.first?.location?.path == "0.py")
  }

  @Test func `an empty parent is told apart from none`() {
    let node = GraphNode(id: "a", parents: [""], location: SourceLocation(path: "a.py"))
    let diagnostics = RevisionGraph.build([node]).diagnostics
    #expect(diagnostics.map(\.code) == ["missing-parent"])
    #expect(diagnostics.first?.hint == "write None for a revision without a parent")
  }

  @Test func `each reference keeps its own place`() {
    let place = SourceLocation(path: "b.py", line: 7, column: 18)
    let nodes = [
      GraphNode(id: "a", location: SourceLocation(path: "a.py")),
      GraphNode(
        id: "b",
        parents: [.init("a", at: SourceLocation(path: "b.py", line: 6)), .init("q", at: place)],
        dependsOn: [], labels: [], location: SourceLocation(path: "b.py", line: 5)),
    ]
    #expect(RevisionGraph.build(nodes).diagnostics.map(\.location) == [place])
  }

  @Test func `all faults are told at once`() {
    let diagnostics = RevisionGraph.parse("a, zz -> b, yy -> c, d&e -> d, d -> e").diagnostics
    #expect(
      diagnostics.map(\.code) == [
        "missing-parent", "missing-parent", "revision-cycle", "revision-cycle",
      ])
  }
}
