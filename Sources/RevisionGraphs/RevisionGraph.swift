/// Alembic's revisions and how they follow each other; always free of circles.
///
/// Nodes are known by their position in load order, which also breaks every tie.
package struct RevisionGraph: Sendable {
  /// The revisions in load order.
  package let nodes: [GraphNode]
  /// Positions by id.
  let positions: [String: Int]
  /// Positions by declared branch label.
  let labelled: [String: Int]
  /// `down_revision` only.
  let parents: GraphAdjacency
  let children: GraphAdjacency
  /// `down_revision` and those `depends_on` that no ancestor already has.
  let requirements: GraphAdjacency
  let dependants: GraphAdjacency
  /// All of `depends_on`, labels resolved.
  let dependencies: GraphAdjacency
  /// Which revisions some other one names in its `depends_on`.
  private let isDependency: [Bool]
  private let effectiveLabels: [[String]]

  init(
    nodes: [GraphNode], positions: [String: Int], labelled: [String: Int],
    parents: GraphAdjacency, dependencies: GraphAdjacency
  ) {
    self.nodes = nodes
    self.positions = positions
    self.labelled = labelled
    self.parents = parents
    self.dependencies = dependencies
    children = parents.reversed()
    requirements =
      dependencies.isEmpty
      ? parents : Self.requirements(dependencies, parents: parents, children: children)
    dependants = dependencies.isEmpty ? children : requirements.reversed()
    var isDependency = [Bool](repeating: false, count: nodes.count)
    for node in nodes.indices {
      for dependency in dependencies[node] { isDependency[dependency] = true }
    }
    self.isDependency = isDependency
    effectiveLabels = Self.propagated(
      nodes: nodes, parents: parents, children: children, dependencies: dependencies)
  }

  package var isEmpty: Bool { nodes.isEmpty }
  package subscript(id: String) -> GraphNode? { positions[id].map { nodes[$0] } }
  /// The place of a revision in load order.
  package func position(of id: String) -> Int? { positions[id] }

  /// Revisions that are nobody's parent.
  package var heads: [String] { ids { children.degree($0) == 0 } }
  /// Heads that nobody depends on either.
  package var realHeads: [String] { ids { isRealHead($0) } }
  /// Revisions without a parent.
  package var bases: [String] { ids { parents.degree($0) == 0 } }
  /// Bases that depend on nothing.
  package var realBases: [String] {
    ids { parents.degree($0) == 0 && dependencies.degree($0) == 0 }
  }
  /// Revisions that are the parent of several.
  package var branchPoints: [String] { ids { children.degree($0) > 1 } }
  /// Revisions with several parents.
  package var mergePoints: [String] { ids { parents.degree($0) > 1 } }

  /// The labels of the branches that a revision is on, its own first; empty for unknown ids.
  package func labels(of id: String) -> [String] { positions[id].map { effectiveLabels[$0] } ?? [] }
  package func parents(of id: String) -> [String] { row(parents, id) }
  package func children(of id: String) -> [String] { row(children, id) }
  /// What a revision depends on beside its parents, labels resolved to ids.
  package func dependencies(of id: String) -> [String] { row(dependencies, id) }
  /// The parents, and those dependencies that no ancestor already has.
  package func normalizedDown(of id: String) -> [String] { row(requirements, id) }

  /// Everything that must be applied before a revision, in load order.
  package func ancestors(of id: String) -> [String] { others(requirements, id) }
  /// Everything that cannot be without a revision, in load order.
  package func descendants(of id: String) -> [String] { others(dependants, id) }

  func isRealHead(_ node: Int) -> Bool { children.degree(node) == 0 && !isDependency[node] }
  func names(_ positions: some Sequence<Int>) -> [String] { positions.map { nodes[$0].id } }
  private func ids(where isIncluded: (Int) -> Bool) -> [String] {
    names(nodes.indices.filter(isIncluded))
  }
  private func row(_ edges: GraphAdjacency, _ id: String) -> [String] {
    positions[id].map { names(edges[$0]) } ?? []
  }
  private func others(_ edges: GraphAdjacency, _ id: String) -> [String] {
    guard let start = positions[id] else { return [] }
    let marks = edges.closure(of: [start])
    return ids { marks[$0] && $0 != start }
  }
}

extension RevisionGraph {
  private static func requirements(
    _ dependencies: GraphAdjacency, parents: GraphAdjacency, children: GraphAdjacency
  ) -> GraphAdjacency {
    let normalized = normalized(dependencies, parents: parents, children: children)
    return GraphAdjacency(
      normalized.indices.map { node in
        normalized[node].reduce(into: Array(parents[node])) { row, dependency in
          if !row.contains(dependency) { row.append(dependency) }
        }
      })
  }

  /// The dependencies of each revision without those that an ancestor by parents has as well.
  private static func normalized(
    _ dependencies: GraphAdjacency, parents: GraphAdjacency, children: GraphAdjacency
  ) -> [[Int]] {
    var result = (0..<dependencies.count).map { Array(dependencies[$0]) }
    let sources = dependencies.reversed()
    for dependency in 0..<sources.count where sources.degree(dependency) > 1 {
      let covered = children.closure(of: sources[dependency].flatMap { children[$0] })
      for source in sources[dependency] where covered[source] {
        result[source].removeAll { $0 == dependency }
      }
    }
    return result
  }

  /// Labels reach all descendants, and the way down to where the branch begins.
  ///
  /// The way down starts only when nothing above the label divides or merges: Alembic walks it from
  /// the last descendant it met, and stops at the first such revision.
  private static func propagated(
    nodes: [GraphNode], parents: GraphAdjacency, children: GraphAdjacency,
    dependencies: GraphAdjacency
  ) -> [[String]] {
    var result = nodes.map { $0.labels.uniqued() }
    guard nodes.contains(where: { !$0.labelReferences.isEmpty }) else { return result }
    let following = GraphAdjacency(
      nodes.indices.map { Array(Set(parents[$0]).union(dependencies[$0])) }
    ).reversed()
    func ends(_ node: Int) -> Bool { parents.degree(node) > 1 || following.degree(node) > 1 }
    func add(_ labels: [String], to node: Int) {
      for label in labels where !result[node].contains(label) { result[node].append(label) }
    }
    for node in nodes.indices where !nodes[node].labelReferences.isEmpty {
      let labels = nodes[node].labels
      let above = children.closure(of: [node])
      for other in nodes.indices where above[other] { add(labels, to: other) }
      guard !nodes.indices.contains(where: { above[$0] && ends($0) }) else { continue }
      var below = parents[node].first
      while let place = below, !ends(place) {
        add(labels, to: place)
        below = parents[place].first
      }
    }
    return result
  }
}

extension [String] {
  /// The first of each, in order.
  func uniqued() -> [String] {
    guard count > 1 else { return self }
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
