extension RevisionGraph {
  /// What has to be taken back to get to a revision, in the order in which to do it.
  ///
  /// Reads the name as `alembic downgrade` does: `base`, an id, `-2`, `id+1`, and `label@` before any
  /// of them. Whatever needs a revision that goes, goes with it.
  package func downgradeOrder(
    to text: String, from rows: [String]
  ) throws(GraphError) -> [String] {
    let current = try currentPositions(rows)
    let target = try downgradeTarget(text, current)
    var roots =
      target.place.map { Array(children[$0]) }
      ?? nodes.indices.filter { parents.degree($0) == 0 }
    if let label = target.label, roots.count > 1 {
      let line = parents.closure(of: [try branch(label)])
      roots = roots.filter { line[$0] }
      guard !roots.isEmpty else { throw .notBelow(text) }
    }
    let active = requirements.closure(of: current)
    var todo = dependants.closure(of: roots)
    for node in todo.indices where !active[node] { todo[node] = false }
    if let place = target.place, !todo.contains(true), !current.contains(place) {
      throw .notBelow(text)
    }
    return names(order(todo, from: current.filter { todo[$0] }.sorted()))
  }

  /// Where a name leads and the branch that it stays on; no place for `base`.
  private func downgradeTarget(
    _ text: String, _ current: [Int]
  ) throws(GraphError) -> (label: String?, place: Int?) {
    guard let relative = RelativeName(text) else {
      guard let at = text.lastIndex(of: "@") else { return (nil, try single(text, on: nil)) }
      let label = String(text[..<at])
      // Alembic looks for the name on all branches.
      return (
        label.isEmpty ? nil : label, try single(String(text[text.index(after: at)...]), on: nil)
      )
    }
    if relative.steps >= 0 {
      guard let symbol = relative.symbol else { throw .tooFar(text) }
      var line: [Bool]?
      if let label = relative.label { line = lineage(of: try branch(label)) }
      let end = try walkUp(relative, from: try single(symbol, on: nil), on: line)
      return (relative.label, end.first.flatMap { positions[$0] })
    }
    if let symbol = relative.symbol {
      guard let start = try single(symbol, on: relative.label) else { throw .tooFar(text) }
      return (relative.label, try walkDown(relative, from: start))
    }
    let start = try currentPlace(relative, current)
    return (relative.label ?? nodes[start].id, try walkDown(relative, from: start))
  }

  /// The one revision that a name means; nil for `base`.
  private func single(_ text: String, on label: String?) throws(GraphError) -> Int? {
    let found = try named(text, on: label)
    guard found.count < 2 else { throw .severalHeads(argument: text, heads: names(found)) }
    return found.first
  }

  /// The row that a name such as `-1` counts from.
  private func currentPlace(
    _ relative: RelativeName, _ current: [Int]
  ) throws(GraphError) -> Int {
    var starts = current
    if let label = relative.label {
      let line = lineage(of: try branch(label))
      starts = current.filter { line[$0] }
      if starts.isEmpty {
        let active = requirements.closure(of: current)
        starts = nodes.indices.filter { node in
          active[node] && line[node] && !children[node].contains { active[$0] }
        }
      }
    }
    guard starts.count < 2 else { throw .ambiguousStart(relative.text, rows: names(starts)) }
    guard let start = starts.first else { throw .tooFar(relative.text) }
    return start
  }
}
