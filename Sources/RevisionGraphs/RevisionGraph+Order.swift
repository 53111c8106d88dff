extension RevisionGraph {
  /// Every revision, newest first, as `alembic history` lists them.
  package var history: [String] {
    let all = [Bool](repeating: true, count: nodes.count)
    return names(order(all, from: nodes.indices.filter(isRealHead)))
  }

  /// What is missing to reach some revisions, in the order to apply it.
  ///
  /// Targets are ids, as `resolve` gives them; those that are already applied add nothing.
  package func upgradeOrder(
    to targets: [String], from rows: [String]
  ) throws(GraphError) -> [String] {
    var goals: [Int] = []
    for target in targets.uniqued() {
      guard let position = positions[target] else { throw .unknownRevision(target) }
      goals.append(position)
    }
    try refuseOverlap(goals)
    let current = try currentPositions(rows)
    try refuseOverlap(current)
    let done = requirements.closure(of: current)
    var todo = requirements.closure(of: goals)
    for node in todo.indices where done[node] { todo[node] = false }
    return names(order(todo, from: goals.filter { todo[$0] }.sorted()).reversed())
  }

  /// The ids of everything that is applied when the version table has these rows.
  package func applied(rows: [String]) throws(GraphError) -> Set<String> {
    let marks = requirements.closure(of: try currentPositions(rows))
    return Set(names(nodes.indices.filter { marks[$0] }))
  }

  func currentPositions(_ rows: [String]) throws(GraphError) -> [Int] {
    var result: [Int] = []
    for row in rows.uniqued() {
      guard let position = positions[row] else { throw .unknownRow(row) }
      result.append(position)
    }
    return result
  }

  /// Throws when one of the revisions is an ancestor of another.
  private func refuseOverlap(_ group: [Int]) throws(GraphError) {
    guard group.count > 1 else { return }
    let below = requirements.closure(of: group.flatMap { requirements[$0] })
    guard group.contains(where: { below[$0] }) else { return }
    for node in group {
      let marks = requirements.closure(of: [node])
      let contained = group.filter { $0 != node && marks[$0] }
      if !contained.isEmpty {
        throw .overlap(nodes[node].id, contains: names(contained))
      }
    }
  }

  /// Alembic's topological order, from the given starts down, newest first.
  ///
  /// A line is followed down to where another unfinished line still needs the next revision; then
  /// the first such line goes on. `todo` must hold whatever lies between a start and its members.
  func order(_ todo: [Bool], from starts: [Int]) -> [Int] {
    var walk = OrderWalk(todo: todo, dependants: dependants)
    var lines = starts
    for start in starts { walk.isLine[start] = true }
    var result: [Int] = []
    var current = 0
    while !lines.isEmpty {
      let node = lines[current]
      guard walk.waiting[node] == 0 else {
        current = walk.firstLine(of: lines, above: node)
        continue
      }
      result.append(node)
      walk.finish(node, requirements: requirements[node])
      let next = requirements[node].filter { walk.todo[$0] && !walk.isLine[$0] }
      if let first = next.first {
        lines[current] = first
        lines.append(contentsOf: next.dropFirst())
        for line in next { walk.isLine[line] = true }
      } else {
        lines.remove(at: current)
        current = max(current - 1, 0)
      }
    }
    return result
  }
}

/// What is still to do while the order is made.
private struct OrderWalk {
  private(set) var todo: [Bool]
  var isLine: [Bool]
  /// How many unfinished revisions directly need each revision.
  private(set) var waiting: [Int]
  private let dependants: GraphAdjacency
  private var searched: Int?
  private var above: [Bool] = []

  init(todo: [Bool], dependants: GraphAdjacency) {
    self.todo = todo
    self.dependants = dependants
    isLine = [Bool](repeating: false, count: todo.count)
    waiting = todo.indices.map { node in
      dependants[node].reduce(0) { $0 + (todo[$1] ? 1 : 0) }
    }
  }

  mutating func finish(_ node: Int, requirements: ArraySlice<Int>) {
    todo[node] = false
    isLine[node] = false
    for requirement in requirements { waiting[requirement] -= 1 }
  }

  /// The first line whose revision needs `node`, directly or not.
  ///
  /// What was found for the same revision before still holds: finishing only takes away.
  mutating func firstLine(of lines: [Int], above node: Int) -> Int {
    if searched != node {
      searched = node
      above = [Bool](repeating: false, count: todo.count)
      var stack = [node]
      while let place = stack.popLast() {
        for next in dependants[place] where todo[next] && !above[next] {
          above[next] = true
          stack.append(next)
        }
      }
    }
    guard let line = lines.firstIndex(where: { above[$0] }) else {
      preconditionFailure("a revision waits for nothing")
    }
    return line
  }
}
