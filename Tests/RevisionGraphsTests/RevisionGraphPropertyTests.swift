import Diagnostics
import RevisionGraphs
import TestSupport
import Testing

/// Edges by id, made at random: `mayCircle` lets an edge lead to any other revision.
private func randomNodes(seed: UInt64, mayCircle: Bool) -> [GraphNode] {
  var random = SeededGenerator(state: seed)
  let count = Int.random(in: 1...16, using: &random)
  let nodes = (0..<count).map { index in
    func pick(_ most: Int) -> [String] {
      let others = mayCircle ? (0..<count).filter { $0 != index } : Array(0..<index)
      guard !others.isEmpty else { return [] }
      let wanted = Int.random(in: 0...most, using: &random)
      return others.shuffled(using: &random).prefix(wanted).map { "r\($0)" }
    }
    return GraphNode(
      id: "r\(index)", parents: pick(index.isMultiple(of: 5) ? 3 : 1),
      dependsOn: index.isMultiple(of: 3) ? pick(2) : [],
      location: SourceLocation(path: "r\(index).py"))
  }
  return nodes.shuffled(using: &random)
}

/// The order as the reference words it: with an ancestor set for each line, and no shortcut.
private func plainOrder(_ graph: RevisionGraph, _ todoList: [String], _ starts: [String])
  -> [String]
{
  var todo = Set(todoList)
  var lines = graph.nodes.map(\.id).filter { starts.contains($0) && todo.contains($0) }
  func reach(_ id: String) -> Set<String> { Set(graph.ancestors(of: id) + [id]) }
  var sets = lines.map(reach)
  var result: [String] = []
  var current = 0
  while !lines.isEmpty {
    let id = lines[current]
    if let other = sets.indices.first(where: { $0 != current && sets[$0].contains(id) }) {
      current = other
      continue
    }
    if todo.remove(id) != nil { result.append(id) }
    let next = graph.normalizedDown(of: id).filter { todo.contains($0) && !lines.contains($0) }
    if next.isEmpty {
      lines.remove(at: current)
      sets.remove(at: current)
      current = max(current - 1, 0)
    } else {
      lines[current] = next[0]
      sets[current] = reach(next[0])
      lines += next.dropFirst()
      sets += next.dropFirst().map(reach)
    }
  }
  return result
}

@Suite struct `Properties of random graphs` {
  @Test(arguments: 0..<400)
  func `a circle is found exactly when there is one`(_ seed: Int) {
    let nodes = randomNodes(seed: UInt64(seed), mayCircle: true)
    var open = Dictionary(uniqueKeysWithValues: nodes.map { ($0.id, $0.parents + $0.dependsOn) })
    while let free = open.first(where: { $0.value.allSatisfy { open[$0] == nil } })?.key {
      open[free] = nil
    }
    let (graph, diagnostics) = RevisionGraph.build(nodes)
    #expect(diagnostics.contains { $0.code == "revision-cycle" } == !open.isEmpty)
    #expect((graph == nil) == !open.isEmpty)
  }

  @Test(arguments: 0..<400)
  func `orders respect every edge and rows stay true`(_ seed: Int) throws {
    let nodes = randomNodes(seed: UInt64(seed) + 1_000, mayCircle: false)
    let graph = try #require(RevisionGraph.build(nodes).graph)
    let order = try graph.upgradeOrder(to: graph.realHeads, from: [])
    #expect(Set(order).count == nodes.count)
    #expect(order.reversed() == plainOrder(graph, order, graph.realHeads))
    var applied: Set<String> = []
    var rows: [String] = []
    for id in order {
      let node = try #require(graph[id])
      #expect((node.parents + node.dependsOn).allSatisfy(applied.contains))
      let changes = try graph.versionChanges(applying: id, to: rows)
      rows = try graph.rowsAfter(applying: id, to: rows)
      applied.insert(id)
      let tops = applied.filter { one in
        !graph.descendants(of: one).contains(where: applied.contains)
      }
      #expect(Set(rows) == tops)
      #expect(changes.count == max(1, changes.count { $0.isRemoval }))
      #expect(try graph.applied(rows: rows) == applied)
    }
  }

  @Test(arguments: 0..<200)
  func `an upgrade in two parts ends like one`(_ seed: Int) throws {
    let nodes = randomNodes(seed: UInt64(seed) + 5_000, mayCircle: false)
    let graph = try #require(RevisionGraph.build(nodes).graph)
    let middle = nodes[seed % nodes.count].id
    var rows: [String] = []
    let first = try graph.upgradeOrder(to: [middle], from: rows)
    #expect(Set(first) == Set(graph.ancestors(of: middle) + [middle]))
    for id in first { rows = try graph.rowsAfter(applying: id, to: rows) }
    let second = try graph.upgradeOrder(to: graph.realHeads, from: rows)
    #expect(Set(first).isDisjoint(with: second))
    for id in second { rows = try graph.rowsAfter(applying: id, to: rows) }
    #expect(Set(rows) == Set(graph.realHeads))
  }

  @Test func `ten thousand revisions in a chain are no burden`() throws {
    let nodes = (0..<10_000).map { index in
      GraphNode(
        id: "rev\(index)", parents: index == 0 ? [] : ["rev\(index - 1)"],
        location: SourceLocation(path: "x.py"))
    }
    let graph = try #require(RevisionGraph.build(nodes).graph)
    let clock = ContinuousClock()
    var order: [String] = []
    let elapsed = try clock.measure {
      order = try graph.upgradeOrder(to: ["rev9999"], from: ["rev1"])
    }
    #expect(order.count == 9_998)
    // Far above what it takes, far below what a quadratic walk would.
    #expect(elapsed < .seconds(2))
  }
}

extension VersionChange {
  fileprivate var isRemoval: Bool {
    switch self {
    case .insert: false
    case .update, .delete: true
    }
  }
}
