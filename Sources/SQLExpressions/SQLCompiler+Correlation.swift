extension SQLCompiler {
  /// The sources of a select, before any of them is left to a statement around it.
  func sources(of select: SQLSelect) throws(Refusal) -> [SQLSource] {
    var sources = select.sources
    for join in select.joins { try place(join, among: &sources, of: select) }
    for item in select.items { sources += self.sources(of: item) }
    for condition in select.conditions { sources += self.sources(of: condition) }
    var seen: Set<ObjectIdentifier> = []
    sources = sources.filter { seen.insert($0.id).inserted }
    let hidden = Set(sources.flatMap(\.hidden).map(\.id))
    sources = sources.filter { !hidden.contains($0.id) }
    try refuseAmbiguousNames(sources.flatMap(\.parts))
    return sources
  }

  func sources(of item: SQLSelect.Item) -> [SQLSource] {
    switch item {
    case .element(let element): sources(of: element)
    case .source(let source): source.parts
    }
  }

  /// The sources of an expression; columns that joined a table late have it too.
  func sources(of element: SQLElement) -> [SQLSource] { element.sources(owners) }

  /// SQLAlchemy renames a table that has the name of one with a schema.
  func refuseAmbiguousNames(_ sources: [SQLSource]) throws(Refusal) {
    let names = sources.compactMap(\.tableName)
    for name in names where name.schema != nil {
      guard !names.contains(where: { $0.schema == nil && $0.name == name.name }) else {
        throw .unsupported("the table '\(name.name)' with and without a schema in one statement")
      }
    }
  }

  /// Puts a join where its left side stands.
  private func place(
    _ join: SQLSelect.Joined, among sources: inout [SQLSource], of select: SQLSelect
  ) throws(Refusal) {
    let made: (SQLSource) -> SQLSource = { left in
      .join(left, join.right, on: join.condition, isOuter: join.isOuter, isFull: join.isFull)
    }
    if let left = join.left {
      if let place = sources.firstIndex(where: { $0.parts.contains { $0 === left } }) {
        sources[place] = made(sources[place])
      } else {
        sources.append(made(left))
      }
      return
    }
    var candidates = sources
    if candidates.isEmpty {
      for item in select.items { candidates += self.sources(of: item) }
      for condition in select.conditions { candidates += self.sources(of: condition) }
      var seen: Set<ObjectIdentifier> = []
      candidates = candidates.filter { seen.insert($0.id).inserted }
    }
    let places = candidates.indices.filter { fits(candidates[$0], join, candidates.count) }
    let usable = places.isEmpty ? Array(candidates.indices) : places
    guard usable.count == 1 else {
      throw .invalid("a join whose left side is not clear", hint: "name it with select_from()")
    }
    if sources.isEmpty {
      sources.append(made(candidates[usable[0]]))
    } else {
      sources[usable[0]] = made(candidates[usable[0]])
    }
  }

  /// Whether a source can be the left side: with several, the condition has to use only both sides.
  private func fits(_ source: SQLSource, _ join: SQLSelect.Joined, _ count: Int) -> Bool {
    let others = join.right.parts.filter { $0 !== source }
    guard count > 1 else { return !others.isEmpty }
    let needed = Set(join.condition.columns.map { settled($0).identity })
    return others.contains { other in
      let offered = (source.selectable + other.selectable).map(\.identity)
      return needed.isSubset(of: offered)
    }
  }

  /// The sources that stand in `FROM`: a subquery leaves out those of the statements around it.
  func displayed(
    _ sources: [SQLSource], _ correlation: SQLSelect.Correlation, _ outer: Frame, isSource: Bool,
    isLateral: Bool
  ) throws(Refusal) -> [SQLSource] {
    let isPlainSource = isSource && !isLateral
    let reachable =
      isPlainSource
      ? outer.reachable.filter { source in !outer.nearest.contains { $0 === source } }
      : outer.reachable
    let isIn: ([SQLSource], SQLSource) -> Bool = { list, source in list.contains { $0 === source } }
    switch correlation {
    case .automatic:
      guard !isPlainSource, !outer.nearest.isEmpty, sources.count > 1 else { return sources }
      let kept = sources.filter { !isIn(outer.nearest, $0) }
      guard !kept.isEmpty else {
        throw .invalid("a subquery without a FROM of its own", hint: "say what it correlates to")
      }
      return kept
    case .to(let list): return sources.filter { !(isIn(reachable, $0) && isIn(list, $0)) }
    case .except(let list): return sources.filter { !isIn(reachable, $0) || isIn(list, $0) }
    }
  }

  func labels(_ elements: [SQLElement], _ sources: [SQLSource]) -> LabelNames {
    var labels = LabelNames()
    for element in elements {
      guard let key = element.labelKey else { continue }
      labels.selected[key] = element
    }
    labels.all = labels.selected
    for source in sources {
      for column in source.selectable {
        guard let name = column.givenName?.text, labels.all[name] == nil else { continue }
        labels.all[name] = column
      }
    }
    return labels
  }

  /// A label in `ORDER BY` by its name, if the select has it.
  mutating func reference(
    _ inner: SQLElement, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    var around = surroundings
    if let label = inner.orderingLabel, let key = label.labelKey,
      frames.last?.labels?.selected[key] === label
    {
      around.namedLabel = label
    }
    return try write(inner, around)
  }

  mutating func namedReference(
    _ name: String, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    // Outside of a query the name is a text.
    guard !frames.isEmpty else { return try SQLTemplate(name).sql() }
    guard let element = frames.last?.labels?.all[name] else {
      throw .invalid("'\(name)' is no column of the query")
    }
    var around = surroundings
    around.namedLabel = element
    return try write(element, around)
  }
}

extension SQLElement {
  /// The name under which a selected column is known: columns of tables carry their table's.
  fileprivate var labelKey: String? {
    switch node {
    case .labelled(_, .plain(let name)): name
    case .column(.plain(let name), of: let source):
      source?.tableName.map { "\($0.schema.map { "\($0)_" } ?? "")\($0.name)_\(name)" } ?? name
    default: nil
    }
  }

  /// The label that `ORDER BY` may name instead of its expression.
  package var orderingLabel: SQLElement? {
    switch node {
    case .labelled: self
    case .ordered(let inner, _): inner.orderingLabel
    default: nil
    }
  }
}
