package import SQLExpressions

extension TableDefinition {
  /// The table as statements see it: what an insert returns, and what Python fills in.
  package func source() throws(Refusal) -> SQLSource {
    let key = try PrimaryKey(of: self)
    return .table(
      name,
      columns.map { column in
        SQLColumn(
          column.name, column.type,
          roles: SQLColumn.Roles(
            isKey: key.contains(column.name),
            isCounted: key.countingColumn == column.name || column.hasServerDefault
              || column.identity != nil,
            hasPythonDefault: column.hasPythonDefault, hasPythonUpdate: column.hasPythonUpdate),
          isOfSchema: true)
      })
  }
}
