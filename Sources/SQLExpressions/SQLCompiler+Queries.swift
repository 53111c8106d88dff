/// What a string or a label in `ORDER BY` may stand for.
struct LabelNames {
  /// Selected columns by label, then the columns of the sources.
  var all: [String: SQLElement] = [:]
  /// Selected columns alone.
  var selected: [String: SQLElement] = [:]
}

extension SQLCompiler {
  mutating func write(
    _ query: SQLQuery, within surroundings: Surroundings, isSource: Bool = false,
    isLateral: Bool = false
  ) throws(Refusal) -> String {
    switch query {
    case .select(let select):
      return try write(select, surroundings, isSource: isSource, isLateral: isLateral)
    case .compound(let compound):
      return try write(compound, surroundings, isSource: isSource)
    case .text(let template): return try template.sql()
    case .change(let change): return try write(change, isNested: !frames.isEmpty)
    }
  }

  private mutating func write(
    _ select: SQLSelect, _ surroundings: Surroundings, isSource: Bool, isLateral: Bool
  ) throws(Refusal) -> String {
    let outer = frames.last ?? Frame()
    let candidates = try sources(of: select)
    let displayed = try displayed(
      candidates, select.correlation, outer, isSource: isSource, isLateral: isLateral)
    let parts = displayed.flatMap(\.parts)
    let elements = select.items.flatMap(\.elements).map(settled)
    frames.append(
      Frame(
        reachable: outer.reachable + parts, nearest: parts,
        labels: labels(elements, candidates)))
    defer { frames.removeLast() }
    var inner = surroundings
    inner.isInColumns = false
    var text = "SELECT "
    for prefix in select.prefixes { text += "\(try write(prefix, inner)) " }
    switch select.uniqueness {
    case .none: break
    case .rows: text += "DISTINCT "
    case .on(let columns): text += "DISTINCT ON (\(try list(columns, inner))) "
    }
    text += try columns(elements, inner, isSource: isSource)
    text += try body(select, displayed, inner)
    return text
  }

  /// `FROM` and what follows.
  private mutating func body(
    _ select: SQLSelect, _ displayed: [SQLSource], _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    var text = ""
    var sources: [String] = []
    for source in displayed { sources.append(try write(source, surroundings)) }
    if !sources.isEmpty { text += " \nFROM \(sources.joined(separator: ", "))" }
    if !select.conditions.isEmpty {
      text += " \nWHERE \(try conditions(select.conditions, surroundings))"
    }
    if !select.grouping.isEmpty {
      text += " GROUP BY \(try list(select.grouping, surroundings))"
    }
    if !select.groupConditions.isEmpty {
      text += " \nHAVING \(try conditions(select.groupConditions, surroundings))"
    }
    return text + (try tail(select.tail, surroundings))
  }

  private mutating func tail(
    _ tail: QueryTail, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    var text = ""
    if !tail.order.isEmpty { text += " ORDER BY \(try list(tail.order, surroundings))" }
    if let (count, words) = tail.fetch {
      if let offset = tail.offset {
        text += "\n OFFSET (\(try write(offset, surroundings))) ROWS"
      }
      text += "\n FETCH FIRST (\(try write(count, surroundings)))\(words)"
    } else {
      if let limit = tail.limit { text += " \n LIMIT \(try write(limit, surroundings))" }
      if let offset = tail.offset {
        text += tail.limit == nil ? "\n LIMIT ALL" : ""
        text += " OFFSET \(try write(offset, surroundings))"
      }
    }
    guard let lock = tail.lock else { return text }
    text += lock.words
    var names: [String] = []
    for source in lock.sources {
      if case .table(let name) = source.shape {
        names.append(SQLName.quoted(name.name))
      } else {
        names.append(try reference(to: source))
      }
    }
    if !names.isEmpty { text += " OF \(names.joined(separator: ", "))" }
    return text + lock.suffix
  }

  private mutating func write(
    _ compound: SQLCompound, _ surroundings: Surroundings, isSource: Bool
  ) throws(Refusal) -> String {
    let outer = frames.last ?? Frame()
    var labels = LabelNames()
    for column in try compound.queries.first?.selected() ?? [] {
      if let name = column.givenName?.text { labels.all[name] = column }
    }
    labels.selected = labels.all
    let counts = try compound.queries.map { query throws(Refusal) in try query.selected().count }
    guard Set(counts).count == 1 else {
      throw .invalid("the queries of a \(compound.word) have different numbers of columns")
    }
    frames.append(Frame(reachable: outer.reachable, nearest: outer.nearest, labels: labels))
    defer { frames.removeLast() }
    var texts: [String] = []
    for query in compound.queries {
      let text = try write(query, within: surroundings, isSource: isSource)
      texts.append(query.needsParentheses ? "(\(text))" : text)
    }
    var inner = surroundings
    inner.namesTables = false
    return texts.joined(separator: " \(compound.word) ") + (try tail(compound.tail, inner))
  }

  /// The columns of `SELECT` or `RETURNING`.
  mutating func columns(
    _ elements: [SQLElement], _ surroundings: Surroundings, isSource: Bool
  ) throws(Refusal) -> String {
    var inner = surroundings
    inner.isInColumns = true
    inner.isInLabel = false
    inner.namedLabel = nil
    var texts: [String] = []
    for column in NamedColumns(elements).columns {
      let element = column.element
      guard let name = column.label(isSource: isSource) else {
        texts.append(try write(element, inner))
        continue
      }
      var labelled = inner
      labelled.isInLabel = true
      let label = SQLName.quoted(text(of: name))
      texts.append("\(try write(element, labelled)) AS \(label)")
    }
    return texts.joined(separator: ", ")
  }

  /// A column that joined a table after it was made, as a column of that table.
  func settled(_ element: SQLElement) -> SQLElement {
    guard case .column(let name, of: nil) = element.node, let owner = owners[element] else {
      return element
    }
    return SQLElement(.column(name, of: owner), element.type)
  }
}

extension NamedColumns.Column {
  /// The name that is written after the expression, if one is (`_label_select_column`).
  fileprivate func label(isSource: Bool) -> ColumnName? {
    if case .labelled = element.node { return nil }
    if let required { return required }
    switch element.node {
    case .column(_, of: let source): return isSource && source != nil ? fallback : nil
    case .verbatim, .text: return nil
    case .prefixed(_, let inner), .truth(let inner, _), .ordered(let inner, _):
      return inner.ungrouped.isNamed && !isSource ? nil : fallback
    default: return fallback
    }
  }
}

extension SQLElement {
  fileprivate var isNamed: Bool {
    switch node {
    case .column, .verbatim, .labelled: true
    default: false
    }
  }
}
