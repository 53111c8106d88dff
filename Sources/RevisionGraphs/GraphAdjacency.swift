/// Edges between the positions of nodes, packed into two arrays.
struct GraphAdjacency: Sendable {
  private var offsets: [Int] = [0]
  private var targets: [Int] = []

  /// Where the edges of each node lead, node by node.
  init(_ rows: some Collection<[Int]>) {
    offsets.reserveCapacity(rows.count + 1)
    for row in rows {
      targets.append(contentsOf: row)
      offsets.append(targets.count)
    }
  }

  var count: Int { offsets.count - 1 }
  /// Whether there is no edge at all.
  var isEmpty: Bool { targets.isEmpty }

  subscript(node: Int) -> ArraySlice<Int> { targets[offsets[node]..<offsets[node + 1]] }

  func degree(_ node: Int) -> Int { offsets[node + 1] - offsets[node] }

  /// The same edges, each turned around; the sources of one node ascend.
  func reversed() -> GraphAdjacency {
    var starts = [Int](repeating: 0, count: count + 1)
    for target in targets { starts[target + 1] += 1 }
    for node in 0..<count { starts[node + 1] += starts[node] }
    var result = self
    result.offsets = starts
    for node in 0..<count {
      for target in self[node] {
        result.targets[starts[target]] = node
        starts[target] += 1
      }
    }
    return result
  }

  /// Marks the given nodes and everything that can be reached from them.
  func closure(of nodes: some Sequence<Int>) -> [Bool] {
    var marks = [Bool](repeating: false, count: count)
    var stack: [Int] = []
    for node in nodes where !marks[node] {
      marks[node] = true
      stack.append(node)
    }
    while let node = stack.popLast() {
      for next in self[node] where !marks[next] {
        marks[next] = true
        stack.append(next)
      }
    }
    return marks
  }

  /// The longest way from each node to an end; the edges must be free of circles.
  func depths() -> [Int] {
    let sources = reversed()
    var open = (0..<count).map(degree)
    var result = [Int](repeating: 0, count: count)
    var ready = open.indices.filter { open[$0] == 0 }
    while let node = ready.popLast() {
      for source in sources[node] {
        result[source] = max(result[source], result[node] + 1)
        open[source] -= 1
        if open[source] == 0 { ready.append(source) }
      }
    }
    return result
  }

  /// Those of a few nodes that can be reached from others of them; `depths` keeps the search short.
  func contained(in group: ArraySlice<Int>, depths: [Int]) -> Set<Int> {
    let lowest = group.map { depths[$0] }.min() ?? 0
    var seen: Set<Int> = []
    var stack = Array(group)
    while let node = stack.popLast() {
      for next in self[node] where depths[next] >= lowest && seen.insert(next).inserted {
        stack.append(next)
      }
    }
    return seen.intersection(group)
  }

  /// Groups of nodes that reach each other: only those of several nodes, each ascending.
  ///
  /// Tarjan's algorithm with a stack of its own, so that long chains cannot overflow ours.
  func circles() -> [[Int]] {
    var search = CircleSearch(edges: self)
    for node in 0..<count { search.visit(node) }
    return search.found.sorted { $0[0] < $1[0] }
  }
}

/// The state of one search for strongly connected components.
private struct CircleSearch {
  let edges: GraphAdjacency
  var found: [[Int]] = []
  private var clock = 0
  private var entered: [Int]
  private var lowest: [Int]
  private var isOpen: [Bool]
  private var open: [Int] = []

  init(edges: GraphAdjacency) {
    self.edges = edges
    entered = [Int](repeating: 0, count: edges.count)
    lowest = entered
    isOpen = [Bool](repeating: false, count: edges.count)
  }

  mutating func visit(_ root: Int) {
    guard entered[root] == 0 else { return }
    var path: [(node: Int, next: Int)] = []
    enter(root, on: &path)
    while let (node, next) = path.last {
      let row = edges[node]
      if row.startIndex + next < row.endIndex {
        path[path.count - 1].next += 1
        let target = row[row.startIndex + next]
        if entered[target] == 0 {
          enter(target, on: &path)
        } else if isOpen[target] {
          lowest[node] = min(lowest[node], entered[target])
        }
      } else {
        path.removeLast()
        if let above = path.last?.node { lowest[above] = min(lowest[above], lowest[node]) }
        if lowest[node] == entered[node] { close(node) }
      }
    }
  }

  private mutating func enter(_ node: Int, on path: inout [(node: Int, next: Int)]) {
    clock += 1
    entered[node] = clock
    lowest[node] = clock
    isOpen[node] = true
    open.append(node)
    path.append((node, 0))
  }

  private mutating func close(_ root: Int) {
    var group: [Int] = []
    while let node = open.popLast() {
      isOpen[node] = false
      group.append(node)
      if node == root { break }
    }
    if group.count > 1 { found.append(group.sorted()) }
  }
}
