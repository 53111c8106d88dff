package import Diagnostics

extension RevisionGraph {
  /// Makes a graph of what the files declare.
  ///
  /// - Parameters:
  ///   - nodes: All revisions, in load order.
  ///   - identifierLength: How many characters Alembic's version table holds; nil for any number.
  /// - Returns: The graph, or nil when the files contradict each other; and all that is wrong. A
  ///   graph that comes with errors can be shown, but must not be applied.
  package static func build(
    _ nodes: [GraphNode], identifierLength: Int? = 32
  ) -> (graph: RevisionGraph?, diagnostics: [Diagnostic]) {
    var builder = GraphBuilder(identifierLength: identifierLength)
    return builder.build(nodes)
  }
}

/// Checks nodes one aspect after the other, so that all errors are found at once.
private struct GraphBuilder {
  let identifierLength: Int?
  var nodes: [GraphNode] = []
  var positions: [String: Int] = [:]
  var labelled: [String: Int] = [:]
  var diagnostics: [Diagnostic] = []

  mutating func build(
    _ all: [GraphNode]
  ) -> (graph: RevisionGraph?, diagnostics: [Diagnostic]) {
    collect(all)
    collectLabels()
    var parents: [[Int]] = []
    var dependencies: [[Int]] = []
    for node in nodes {
      parents.append(self.parents(of: node))
      dependencies.append(self.dependencies(of: node))
    }
    let down = GraphAdjacency(parents)
    let aside = GraphAdjacency(dependencies)
    findCircles(
      aside.isEmpty
        ? down : GraphAdjacency(nodes.indices.map { parents[$0] + dependencies[$0] }))
    guard !diagnostics.hasErrors else { return (nil, diagnostics) }
    let graph = RevisionGraph(
      nodes: nodes, positions: positions, labelled: labelled, parents: down, dependencies: aside)
    diagnostics += graph.redundantMerges()
    return (graph, diagnostics)
  }

  private mutating func collect(_ all: [GraphNode]) {
    positions.reserveCapacity(all.count)
    for node in all {
      check(node)
      if let first = positions[node.id] {
        diagnostics.append(.duplicate(of: nodes[first], node))
      } else {
        positions[node.id] = nodes.count
        nodes.append(node)
      }
    }
  }

  private mutating func check(_ node: GraphNode) {
    if node.id.isEmpty {
      diagnostics.append(.emptyIdentifier(node))
    } else if node.id.utf8.contains(where: Self.isIllegal) {
      let illegal = node.id.unicodeScalars.filter { $0.isASCII && Self.isIllegal(UInt8($0.value)) }
      diagnostics.append(.illegalCharacters(illegal.map(String.init).uniqued(), in: node))
    }
    guard let limit = identifierLength, node.id.utf8.count > limit else { return }
    let length = node.id.unicodeScalars.count
    if length > limit { diagnostics.append(.longIdentifier(node, length: length, limit: limit)) }
  }

  /// Alembic's own signs in names of revisions: `@`, `-`, `+` and `:`.
  private static func isIllegal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "@"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ":"): true
    default: false
    }
  }

  private mutating func collectLabels() {
    for (position, node) in nodes.enumerated() {
      for label in node.labelReferences {
        let other = positions[label.name] ?? labelled[label.name]
        if let other, other != position || positions[label.name] != nil {
          diagnostics.append(.labelCollision(label, of: node, with: nodes[other]))
        } else {
          labelled[label.name] = position
        }
      }
    }
  }

  private mutating func parents(of node: GraphNode) -> [Int] {
    var result: [Int] = []
    for parent in node.parentReferences {
      guard let position = positions[parent.name] else {
        let owner = labelled[parent.name].map { nodes[$0].id }
        diagnostics.append(
          .missingParent(parent, of: node, labelOf: owner, whole: whole(parent.name)))
        continue
      }
      if parent.name == node.id {
        diagnostics.append(.selfLoop(node, at: parent.location, through: "down_revision"))
      } else if !result.contains(position) {
        result.append(position)
      }
    }
    return result
  }

  private mutating func dependencies(of node: GraphNode) -> [Int] {
    var result: [Int] = []
    for dependency in node.dependencyReferences {
      guard let position = positions[dependency.name] ?? labelled[dependency.name] else {
        diagnostics.append(
          .missingDependency(dependency, of: node, whole: whole(dependency.name)))
        continue
      }
      if nodes[position].id == node.id {
        diagnostics.append(.selfLoop(node, at: dependency.location, through: "depends_on"))
      } else if !result.contains(position) {
        result.append(position)
      }
    }
    return result
  }

  /// The one id that starts with a text, if there is exactly one.
  private func whole(_ text: String) -> String? {
    guard !text.isEmpty else { return nil }
    let matches = nodes.filter { $0.id.hasPrefix(text) }
    return matches.count == 1 ? matches[0].id : nil
  }

  private mutating func findCircles(_ edges: GraphAdjacency) {
    for group in edges.circles() {
      let circle = Self.shortestCircle(through: group[0], in: edges)
      diagnostics.append(.circle(circle.map { nodes[$0] }))
    }
  }

  /// The shortest way from a revision back to itself, older revisions first.
  private static func shortestCircle(through start: Int, in edges: GraphAdjacency) -> [Int] {
    var newer: [Int: Int] = [:]
    var queue = [start]
    var next = 0
    search: while next < queue.count {
      let node = queue[next]
      next += 1
      for older in edges[node] where newer[older] == nil {
        newer[older] = node
        if older == start { break search }
        queue.append(older)
      }
    }
    var circle = [start]
    while let node = newer[circle[circle.count - 1]], node != start { circle.append(node) }
    return circle
  }
}

extension RevisionGraph {
  /// Merges of revisions of which one already contains another.
  ///
  /// Two parents of which one needs the other only through `depends_on` are no fault: that is what
  /// `alembic merge heads` writes. Alembic dies on a row that is not there as soon as it must delete
  /// one of several, which takes two revisions that stand for themselves and one that does not. With
  /// one that stands for itself the merge is superfluous, and Alembic replaces its row.
  fileprivate func redundantMerges() -> [Diagnostic] {
    guard nodes.indices.contains(where: { requirements.degree($0) > 1 }) else { return [] }
    let depths = requirements.depths()
    var diagnostics: [Diagnostic] = []
    for node in nodes.indices where requirements.degree(node) > 1 {
      let needed = requirements[node]
      let redundant = requirements.contained(in: needed, depths: depths)
      guard let first = needed.first(where: redundant.contains) else { continue }
      let older = parents.contained(in: parents[node], depths: depths)
      let isFatal = needed.count - redundant.count > 1
      guard !older.isEmpty || isFatal else { continue }
      let shown = parents[node].first(where: older.contains) ?? first
      let container = needed.first { other in
        other != shown && requirements.closure(of: [other])[shown]
      }
      diagnostics.append(
        .redundantMerge(
          isFatal ? .error : .warning, nodes[node], names: nodes[shown].id,
          containedIn: nodes[container ?? shown].id))
    }
    return diagnostics
  }
}
