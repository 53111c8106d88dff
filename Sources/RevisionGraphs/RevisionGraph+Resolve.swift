extension RevisionGraph {
  /// The ids that a name on the command line means, as `alembic upgrade` reads it.
  ///
  /// `heads`, `head`, `base`, an id or the start of one, a branch label, `label@` before any of them,
  /// and `+2`, `id+2`, `head-1`, which count from the rows or from a revision.
  ///
  /// - Returns: The targets; empty for `base`.
  package func resolve(_ text: String, rows: [String] = []) throws(GraphError) -> [String] {
    if let relative = RelativeName(text) { return try walk(relative, from: rows) }
    return names(try absolute(text))
  }

  /// The ids that an upgrade leads to; what counts down to below a base ends Alembic's upgrade with an error.
  package func upgradeTargets(_ text: String, rows: [String]) throws(GraphError) -> [String] {
    let targets = try resolve(text, rows: rows)
    guard !targets.isEmpty || RelativeName(text) == nil else { throw .tooFar(text) }
    return targets
  }

  private func absolute(_ text: String) throws(GraphError) -> [Int] {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return try named(text, on: nil) }
    return try named(String(parts[1]), on: parts[0].isEmpty ? nil : String(parts[0]))
  }

  func named(_ text: String, on label: String?) throws(GraphError) -> [Int] {
    switch text {
    case "base": return []
    case "heads":
      guard let label else { return nodes.indices.filter(isRealHead) }
      return try headPositions(on: label)
    case "head":
      let heads = try headPositions(on: label)
      guard heads.count < 2 else {
        throw .severalHeads(argument: label.map { "\($0)@head" } ?? text, heads: names(heads))
      }
      if let label { _ = try branch(label) }
      return heads
    default: return [try position(named: text, on: label)]
    }
  }

  private func headPositions(on label: String?) throws(GraphError) -> [Int] {
    let heads = nodes.indices.filter { children.degree($0) == 0 }
    guard let label else { return heads }
    let anchor = label == "head" ? try named(label, on: nil) : [try branch(label)]
    guard let anchor = anchor.first else { return heads }
    let line = lineage(of: anchor)
    return heads.filter { line[$0] }
  }

  /// The revision that stands for a branch: where its label is declared, or any revision.
  func branch(_ label: String) throws(GraphError) -> Int {
    do {
      return try position(named: label, on: nil)
    } catch {
      if case .unknownRevision = error { throw .unknownBranch(label) }
      throw error
    }
  }

  func position(named text: String, on label: String?) throws(GraphError) -> Int {
    var line: [Bool]?
    if let label { line = lineage(of: try branch(label)) }
    if let exact = positions[text] ?? labelled[text] {
      guard line?[exact] ?? true else { throw .notOnBranch(nodes[exact].id, label: label ?? "") }
      return exact
    }
    guard !text.isEmpty else { throw .unknownRevision(text) }
    let matches = candidates(startingWith: text).filter { line?[$0.position] ?? true }
    guard matches.count < 2 else { throw .ambiguousPrefix(text, matches: matches.map(\.name)) }
    guard let match = matches.first else { throw .unknownRevision(text) }
    return match.position
  }

  /// Ids and labels of more than three characters: shorter ones must be written out.
  private func candidates(startingWith text: String) -> [(name: String, position: Int)] {
    let ids = nodes.enumerated().map { (name: $0.element.id, position: $0.offset) }
    let labels = nodes.enumerated().flatMap { node in
      node.element.labels.uniqued().map { (name: $0, position: node.offset) }
    }
    return (ids + labels).filter { $0.name.utf8.count > 3 && $0.name.hasPrefix(text) }
  }

  /// The revision with all its descendants and ancestors by parents.
  func lineage(of node: Int) -> [Bool] {
    let above = children.closure(of: [node])
    let below = parents.closure(of: [node])
    return nodes.indices.map { above[$0] || below[$0] }
  }
}

extension RevisionGraph {
  private func walk(
    _ relative: RelativeName, from rows: [String]
  ) throws(GraphError) -> [String] {
    var line: [Bool]?
    if let label = relative.label { line = lineage(of: try branch(label)) }
    guard relative.steps > 0 else { return try walkDown(relative) }
    let start: Int?
    if let symbol = relative.symbol {
      let starts = try named(symbol, on: nil)
      guard starts.count < 2 else { throw .severalHeads(argument: symbol, heads: names(starts)) }
      start = starts.first
    } else {
      start = try current(relative, on: line, rows: rows)
    }
    return try walkUp(relative, from: start, on: line)
  }

  func walkUp(
    _ relative: RelativeName, from start: Int?, on line: [Bool]?
  ) throws(GraphError) -> [String] {
    var place = start
    for _ in 0..<relative.steps {
      let above =
        place.map { Array(children[$0]) } ?? nodes.indices.filter { parents.degree($0) == 0 }
      let choices = above.filter { line?[$0] ?? true }
      guard choices.count < 2 else {
        throw .ambiguousWalk(
          relative.text, at: place.map { nodes[$0].id }, choices: names(choices))
      }
      guard let next = choices.first else { throw .tooFar(relative.text) }
      place = next
    }
    return place.map { [nodes[$0].id] } ?? []
  }

  private func walkDown(_ relative: RelativeName) throws(GraphError) -> [String] {
    guard let symbol = relative.symbol, symbol != "base" else { throw .tooFar(relative.text) }
    let starts = try named(symbol, on: relative.label)
    guard starts.count < 2 else { throw .severalHeads(argument: symbol, heads: names(starts)) }
    guard let start = starts.first else { throw .tooFar(relative.text) }
    return try walkDown(relative, from: start).map { [nodes[$0].id] } ?? []
  }

  /// The end of a way down along parents; nil for the place below a base.
  func walkDown(_ relative: RelativeName, from start: Int) throws(GraphError) -> Int? {
    var place = start
    for step in 0 ..< -relative.steps {
      guard parents.degree(place) < 2 else {
        throw .ambiguousWalk(
          relative.text, at: nodes[place].id, choices: names(parents[place]))
      }
      guard let next = parents[place].first else {
        // One step below a base is the base itself; nothing is below that.
        guard step == -relative.steps - 1 else { throw .tooFar(relative.text) }
        return nil
      }
      place = next
    }
    return place
  }

  /// From where a name such as `+1` counts: the one row, or what is applied of a branch; nil for base.
  private func current(
    _ relative: RelativeName, on line: [Bool]?, rows: [String]
  ) throws(GraphError) -> Int? {
    let current = try currentPositions(rows)
    var starts = current.filter { line?[$0] ?? true }
    if let line, starts.isEmpty {
      let done = requirements.closure(of: current)
      let active = nodes.indices.filter { done[$0] && line[$0] }
      let below = Set(active.flatMap { requirements[$0] })
      starts = active.filter { !below.contains($0) }
    }
    guard starts.count < 2 else { throw .ambiguousStart(relative.text, rows: names(starts)) }
    return starts.first
  }
}

extension RevisionGraph {
  /// The rows that a script to be printed begins with, as `alembic upgrade START:END --sql` reads START.
  package func startingRows(_ text: String) throws(GraphError) -> [String] {
    let found = names(try absolute(text))
    guard found.count < 2 else { throw .severalHeads(argument: text, heads: found) }
    return found
  }
}
