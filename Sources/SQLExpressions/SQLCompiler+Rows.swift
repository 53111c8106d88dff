extension SQLCompiler {
  /// A statement as a whole.
  package static func sql(
    _ query: SQLQuery, in style: SQLStyle, owners: ColumnOwners = ColumnOwners()
  ) throws(Refusal) -> String {
    var compiler = SQLCompiler(style, owners: owners)
    let text = try compiler.write(query, within: Surroundings())
    return compiler.commonTableClause() + text
  }

  /// `INSERT`, `UPDATE` or `DELETE`.
  mutating func write(_ change: RowStatement, isNested: Bool = false) throws(Refusal) -> String {
    let extras = try extraSources(of: change)
    let parts = [change.table] + extras.flatMap(\.parts)
    let isInsertion = if case .insert = change.kind { true } else { false }
    let outer = frames.last ?? Frame()
    frames.append(
      isInsertion ? Frame() : Frame(reachable: outer.reachable + parts, nearest: parts))
    defer { frames.removeLast() }
    guard case .table(let table) = change.table.shape else {
      throw .unsupported("a change of something that is no table")
    }
    var text: String
    var returned = change.returned
    switch change.kind {
    case .insert(let insertion):
      text = "INSERT INTO \(table.quoted)" + (try rows(insertion, change))
      if returned.isEmpty, !isNested { returned = try key(insertion, of: change.table) }
      if let conflict = insertion.conflict {
        text += " " + (try write(conflict, change.table))
      }
    case .update(let written, let keepsOrder):
      let assignments = keepsOrder ? written : change.table.sorted(written)
      guard !assignments.isEmpty else {
        throw .unsupported("offline, SQLAlchemy prints binds for an update without values")
      }
      try refuseHiddenDefaults(assignments.map(\.column), change.table, isInsertion: false)
      text = "UPDATE \(table.quoted) SET \(try list(assignments, change.table))"
    case .delete: text = "DELETE FROM \(table.quoted)"
    }
    if !extras.isEmpty {
      let word = if case .delete = change.kind { "USING" } else { "FROM" }
      var names: [String] = []
      for extra in extras { names.append(try write(extra, Surroundings())) }
      text += " \(word) \(names.joined(separator: ", "))"
    }
    if !change.conditions.isEmpty {
      text += " WHERE \(try conditions(change.conditions, Surroundings()))"
    }
    return text + (try returning(returned))
  }

  /// The sources of the conditions besides the table itself.
  private func extraSources(of change: RowStatement) throws(Refusal) -> [SQLSource] {
    if case .insert = change.kind { return [] }
    var elements = change.conditions
    if case .update(let assignments, _) = change.kind { elements += assignments.map(\.value) }
    var sources = elements.flatMap { self.sources(of: $0) }
    var seen: Set<ObjectIdentifier> = [change.table.id]
    sources = sources.filter { seen.insert($0.id).inserted }
    let hidden = Set(sources.flatMap(\.hidden).map(\.id))
    sources = sources.filter { !hidden.contains($0.id) }
    try refuseAmbiguousNames([change.table] + sources.flatMap(\.parts))
    return sources
  }

  private mutating func list(
    _ assignments: [RowStatement.Assignment], _ table: SQLSource
  ) throws(Refusal) -> String {
    var texts: [String] = []
    for assignment in assignments {
      let value = try write(assignment.value.grouped(), Surroundings())
      texts.append("\(SQLName.quoted(assignment.column))=\(value)")
    }
    return texts.joined(separator: ", ")
  }

  private mutating func rows(
    _ insertion: RowStatement.Insertion, _ change: RowStatement
  ) throws(Refusal) -> String {
    switch insertion.rows {
    case .query(let columns, let query):
      try refuseHiddenDefaults(columns, change.table, isInsertion: true)
      return " \(columns.quotedList) \(try write(query, within: Surroundings()))"
    case .values(let columns, let rows):
      try refuseHiddenDefaults(columns, change.table, isInsertion: true)
      var texts: [String] = []
      for row in rows {
        texts.append("(\(try list(row.map { $0.grouped() }, Surroundings())))")
      }
      return " \(columns.quotedList) VALUES \(texts.joined(separator: ", "))"
    case nil: throw .unsupported("SQLAlchemy prints binds for an insert without values")
    }
  }

  /// Offline SQLAlchemy writes NULL where Python would compute a value.
  private func refuseHiddenDefaults(
    _ columns: [String], _ table: SQLSource, isInsertion: Bool
  ) throws(Refusal) {
    for column in table.columns {
      guard let name = column.name.text, !columns.contains(name) else { continue }
      if isInsertion, column.roles.hasPythonDefault {
        throw .unsupported("the column '\(name)' has a default that Python computes")
      }
      if !isInsertion, column.roles.hasPythonUpdate {
        throw .unsupported("the column '\(name)' has an 'onupdate' that Python computes")
      }
    }
  }

  /// The primary key that SQLAlchemy asks an insert of one row to return.
  private func key(
    _ insertion: RowStatement.Insertion, of table: SQLSource
  ) throws(Refusal) -> [SQLSelect.Item] {
    guard !insertion.isInline, case .values(let columns, let rows)? = insertion.rows,
      rows.count == 1
    else { return [] }
    var returned: [SQLSelect.Item] = []
    for column in table.columns {
      guard column.roles.isKey, let name = column.name.text else { continue }
      if columns.contains(name) {
        let place = columns.firstIndex(of: name) ?? 0
        if case .value = rows[0][place].node { continue }
        returned.append(.element(table.element(column)))
      } else if column.roles.isCounted {
        returned.append(.element(table.element(column)))
      } else {
        throw .unsupported("an insert without the key column '\(name)'")
      }
    }
    return returned
  }

  private mutating func returning(_ items: [SQLSelect.Item]) throws(Refusal) -> String {
    guard !items.isEmpty else { return "" }
    var surroundings = Surroundings()
    surroundings.losesValues = true
    let elements = items.flatMap(\.elements).map(settled)
    return " RETURNING \(try columns(elements, surroundings, isSource: false))"
  }

  private mutating func write(
    _ conflict: RowStatement.Conflict, _ table: SQLSource
  ) throws(Refusal) -> String {
    var bare = Surroundings()
    bare.namesTables = false
    var text = "ON CONFLICT"
    switch conflict.target {
    case .any: break
    case .constraint(let name): text += " ON CONSTRAINT \(SQLName.quoted(name))"
    case .elements(let elements, let condition):
      text += " (\(try list(elements, bare)))"
      if let condition { text += " WHERE \(try write(condition, bare))" }
    }
    guard let changes = conflict.changes else { return text + " DO NOTHING" }
    if case .any = conflict.target { text += " " }
    var texts: [String] = []
    for change in changes {
      let value = try write(change.value.grouped(), Surroundings())
      texts.append("\(SQLName.quoted(change.column)) = \(value)")
    }
    text += " DO UPDATE SET \(texts.joined(separator: ", "))"
    if let condition = conflict.condition {
      text += " WHERE \(try write(condition, Surroundings()))"
    }
    return text
  }
}
