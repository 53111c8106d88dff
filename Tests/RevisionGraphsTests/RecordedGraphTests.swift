import Diagnostics
import RevisionGraphs
import Testing

/// Compares with what Alembic itself computed for 300 random graphs.
@Suite struct `Graphs as Alembic sees them` {
  @Test func `all recorded graphs are there`() {
    #expect(RecordedGraph.all.count == 300)
  }

  @Test(arguments: RecordedGraph.all)
  func `heads, bases and labels agree`(_ recorded: RecordedGraph) throws {
    let (graph, diagnostics) = recorded.build()
    let built = try #require(graph)
    #expect(diagnostics.allSatisfy { $0.code == "redundant-merge" })
    #expect(built.heads == recorded.heads)
    #expect(built.bases == recorded.bases)
    #expect(built.realHeads == recorded.real_heads)
    #expect(built.branchPoints.sorted() == recorded.branchpoints.sorted())
    #expect(built.mergePoints.sorted() == recorded.mergepoints.sorted())
    for file in recorded.files {
      #expect(built.labels(of: file.id).sorted() == recorded.labels[file.id] ?? [])
    }
    if recorded.nondeterministic?.contains("history") != true {
      #expect(built.history == recorded.history)
    }
  }

  @Test(arguments: RecordedGraph.all)
  func `names lead to the same revisions`(_ recorded: RecordedGraph) throws {
    let graph = try #require(recorded.build().graph)
    for (name, expected) in recorded.resolve {
      switch expected {
      case .ids(let ids): #expect(try graph.resolve(name) == ids, "\(name)")
      case .failure(let kind):
        let error = #expect(throws: GraphError.self) { try graph.resolve(name) }
        #expect(error?.alembicName == kind, "\(name)")
      }
    }
  }

  @Test(arguments: RecordedGraph.all)
  func `plans agree`(_ recorded: RecordedGraph) throws {
    let (graph, diagnostics) = recorded.build()
    let built = try #require(graph)
    for plan in recorded.plans {
      switch plan.error {
      case nil: try expect(plan, in: built)
      case "KeyError":
        #expect(diagnostics.contains { $0.code == "redundant-merge" && $0.severity == .error })
      default:
        #expect(throws: GraphError.self) { try built.resolve(plan.target, rows: plan.rows) }
      }
    }
  }

  private func expect(_ plan: RecordedGraph.Plan, in graph: RevisionGraph) throws {
    let targets = try graph.resolve(plan.target, rows: plan.rows)
    let order = try graph.upgradeOrder(to: targets, from: plan.rows)
    let isOrderFixed = !(plan.varies ?? []).contains("order")
    if isOrderFixed { #expect(order == plan.order) }
    #expect(order.sorted() == plan.order?.sorted())
    var rows = plan.rows
    for (step, id) in order.enumerated() {
      let changes = try graph.versionChanges(applying: id, to: rows)
      if isOrderFixed, let recorded = plan.version_sql?[step] {
        #expect(VersionShape(changes) == VersionShape(recorded))
        if recorded.count == 1 { #expect(changes.map(\.words) == recorded) }
      }
      rows = try graph.rowsAfter(applying: id, to: rows)
    }
    #expect(rows.sorted() == plan.rows_after?.sorted())
  }
}

/// What several statements do together: Alembic picks the row that is updated by chance.
private struct VersionShape: Equatable {
  let removed: Set<String>
  let added: Set<String>
  let statements: [String]

  init(_ changes: [VersionChange]) { self.init(changes.map(\.words)) }

  init(_ statements: [[String]]) {
    self.statements = statements.map { $0[0] }
    removed = Set(statements.filter { $0[0] != "INSERT" }.map { $0[1] })
    added = Set(statements.filter { $0[0] != "DELETE" }.compactMap(\.last))
  }
}

extension VersionChange {
  fileprivate var words: [String] {
    switch self {
    case .insert(let id): ["INSERT", id]
    case .update(let from, let to): ["UPDATE", from, to]
    case .delete(let id): ["DELETE", id]
    }
  }
}

extension GraphError {
  fileprivate var alembicName: String {
    switch self {
    case .severalHeads: "MultipleHeads"
    case .unknownRevision, .unknownBranch, .ambiguousPrefix, .notOnBranch, .unknownRow:
      "ResolutionError"
    case .tooFar, .ambiguousStart, .ambiguousWalk, .overlap, .notCurrent: "RevisionError"
    case .notBelow: "RangeNotAncestorError"
    }
  }
}

/// Names, absolute and relative, with the rows they count from, as Alembic resolved them.
struct RecordedNames: Decodable, CustomTestStringConvertible {
  struct Query: Decodable {
    let rows: [String]
    let name: String
    let answer: RecordedGraph.Resolution

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      rows = try values.decode([String].self)
      name = try values.decode(String.self)
      answer = try values.decode(RecordedGraph.Resolution.self)
    }
  }

  let files: [RecordedFile]
  let names: [Query]

  var testDescription: String { "graph of \(files.count) from \(files.first?.id ?? "nothing")" }
  static let all: [RecordedNames] = RecordedGraph.lines(of: "names.jsonl")
}

@Suite struct `Names as Alembic reads them` {
  @Test(arguments: RecordedNames.all)
  func `lead to the same revisions`(_ recorded: RecordedNames) throws {
    let graph = try #require(RevisionGraph.build(recorded.files.map(\.node)).graph)
    for query in recorded.names {
      switch query.answer {
      case .ids(let ids):
        #expect(try graph.resolve(query.name, rows: query.rows) == ids, "\(query.name)")
      case .failure(let kind):
        let error = #expect(throws: GraphError.self, "\(query.name)") {
          try graph.resolve(query.name, rows: query.rows)
        }
        #expect(error?.alembicName == kind, "\(query.name)")
      }
    }
  }

  @Test func `all recorded names are there`() {
    #expect(RecordedNames.all.reduce(0) { $0 + $1.names.count } > 2_000)
  }
}
