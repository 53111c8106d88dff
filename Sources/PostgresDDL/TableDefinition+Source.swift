package import SQLExpressions

extension TableDefinition {
  /// The table as statements see it: what an insert returns, and what Python fills in.
  package func source() throws(Refusal) -> SQLSource {
    let key = try PrimaryKey(of: self)
    return .table(
      name,
      columns.indices.map { place in
        let name = columns[place].name
        return SQLColumn(
          name, columns[place].type,
          roles: SQLColumn.Roles(
            isKey: key.contains(name),
            isCounted: key.countingColumn == name || columns[place].hasServerDefault
              || columns[place].identity != nil,
            hasPythonDefault: columns[place].hasPythonDefault,
            hasPythonUpdate: columns[place].hasPythonUpdate),
          isOfSchema: true)
      })
  }
}
