extension SQLCompiler {
  /// The name by which columns call a source.
  mutating func reference(to source: SQLSource) throws(Refusal) -> String {
    switch source.shape {
    case .table(let name): return name.quoted
    case .excluded: return "excluded"
    case .values(let name, _): return SQLName.quoted(name)
    default: return SQLName.quoted(try name(of: source))
    }
  }

  /// The name of an alias, a subquery or a common table, made up where it has none.
  private mutating func name(of source: SQLSource) throws(Refusal) -> String {
    let identity = ElementIdentity(object: source.id)
    switch source.shape {
    case .alias(let inner, let name):
      if let name { return name }
      return numbered(inner.baseName ?? "anon", identity)
    case .subquery(_, let name, _): return name ?? numbered("anon", identity)
    case .common(let table):
      if let restated = table.restated, table.name == nil { return try self.name(of: restated) }
      return table.name ?? numbered("anon", identity)
    default: throw .unsupported("this source has no name")
    }
  }

  /// The source as it stands in `FROM`.
  mutating func write(
    _ source: SQLSource, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    switch source.shape {
    case .table(let name): return name.quoted
    case .text(let template): return try template.sql()
    case .excluded: throw .invalid("'excluded' is no table")
    case .alias(let inner, _):
      if case .common = inner.shape {
        _ = try commonTable(inner, surroundings)
        return "\(SQLName.quoted(try name(of: inner))) AS \(SQLName.quoted(try name(of: source)))"
      }
      return "\(try write(inner, surroundings)) AS \(SQLName.quoted(try name(of: source)))"
    case .subquery(let query, _, let isLateral):
      let alias = SQLName.quoted(try name(of: source))
      let text = try write(
        query, within: surroundings, isSource: true, isLateral: isLateral)
      return "\(isLateral ? "LATERAL " : "")(\(text)) AS \(alias)"
    case .common: return try commonTable(source, surroundings)
    case .join(let join):
      let left = try write(join.left, surroundings)
      let right = try write(join.right, surroundings)
      let isNested = if case .join = join.right.shape { true } else { false }
      let condition = try write(join.condition, surroundings)
      return "\(left)\(join.words)\(isNested ? "(\(right))" : right) ON \(condition)"
    case .values(let name, let rows):
      var inner = surroundings
      var texts: [String] = []
      for row in rows { texts.append("(\(try list(row, inner)))") }
      inner.namesTables = false
      let columns = try list(source.columns.map { source.element($0) }, inner)
      return "(VALUES \(texts.joined(separator: ", "))) AS \(SQLName.quoted(name)) (\(columns))"
    }
  }

  /// A common table is written once, before the statement, and named where it is used.
  private mutating func commonTable(
    _ source: SQLSource, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    guard case .common(let table) = source.shape else { throw .unsupported("no common table") }
    let name = try name(of: source)
    if let known = commonTables.firstIndex(where: { $0.name == name }) {
      let other = commonTables[known].source
      if other === source || other.restates(source) { return SQLName.quoted(name) }
      guard source.restates(other) else {
        throw .invalid("two common tables have the name '\(name)'")
      }
      commonTables.remove(at: known)
    }
    commonTables.append((source, name, nil))
    var text = SQLName.quoted(name)
    if table.isRecursive {
      let columns = NamedColumns(try table.query.selected()).columns
      var names: [String] = []
      for column in columns where !column.isRepeated {
        let name = column.fallback ?? column.element.ownLabel
        names.append(SQLName.quoted(self.text(of: name)))
      }
      text += "(\(names.joined(separator: ", ")))"
    }
    let body = try write(table.query, within: surroundings, isSource: true)
    text += " AS \n(\(body))"
    // A table inside of this one comes first.
    if let place = commonTables.firstIndex(where: { $0.source === source }) {
      commonTables.remove(at: place)
      commonTables.append((source, name, text))
    }
    return SQLName.quoted(name)
  }

  /// `WITH …` before the statement, if it needs one.
  func commonTableClause() -> String {
    let texts = commonTables.compactMap(\.text)
    guard !texts.isEmpty else { return "" }
    let isRecursive = commonTables.contains { common in
      if case .common(let table) = common.source.shape { table.isRecursive } else { false }
    }
    return "WITH \(isRecursive ? "RECURSIVE " : "")\(texts.joined(separator: ", \n"))\n "
  }
}

extension SQLSource {
  fileprivate var baseName: String? {
    switch shape {
    case .table(let name): name.name
    case .alias(let inner, let name): name ?? inner.baseName
    case .common(let table): table.name
    case .subquery(_, let name, _): name
    default: nil
    }
  }

  fileprivate func restates(_ other: SQLSource) -> Bool {
    guard case .common(let table) = shape, let restated = table.restated else { return false }
    return restated === other || restated.restates(other)
  }
}
