import SQLText

extension OperationCompiler {
  func changeRows(_ change: RowChange) throws(Refusal) -> CompiledStatement {
    let table = change.table
    var facts = StatementFacts(
      tag: "", locks: [RelationLock(table.relation, .rowExclusive)], needs: [table.relation])
    var sql: String
    switch change.kind {
    case .insert(let columns, let rows):
      facts.tag = "INSERT"
      facts.needs += columns.map(table.column)
      sql = "INSERT INTO \(table.quoted) \(columns.quotedList) VALUES \(try values(rows))"
    case .update(let changes):
      facts.tag = "UPDATE"
      facts.needs += changes.map { table.column($0.column) }
      var texts: [String] = []
      for (column, value) in changes {
        texts.append("\(SQLName.quoted(column))=\(try value.assigned())")
      }
      sql = "UPDATE \(table.quoted) SET \(texts.joined(separator: ", "))"
      if change.condition == nil { facts.dataLoss = .updateWithoutCondition }
    case .delete:
      facts.tag = "DELETE"
      sql = "DELETE FROM \(table.quoted)"
      if change.condition == nil { facts.dataLoss = .deleteWithoutCondition }
    }
    if let condition = change.condition { sql += " WHERE \(try condition.sql(withTables: true))" }
    return CompiledStatement(sql: sql, facts: facts)
  }

  private func values(_ rows: [[SQLExpression]]) throws(Refusal) -> String {
    var texts: [String] = []
    for row in rows {
      var values: [String] = []
      for value in row { values.append(try value.assigned()) }
      texts.append("(\(values.joined(separator: ", ")))")
    }
    return texts.joined(separator: ", ")
  }
}

extension SQLExpression {
  /// The expression as the value of a column: operators stand in parentheses.
  fileprivate func assigned() throws(Refusal) -> String {
    switch self {
    case .not(let operand) where operand.isBoolean: try sql(withTables: true)
    case .binary, .between, .all, .any, .not: "(\(try sql(withTables: true)))"
    default: try sql(withTables: true)
    }
  }
}
