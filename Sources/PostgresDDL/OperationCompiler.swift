package import SQLExpressions
package import SQLText

/// One statement of an operation.
package struct CompiledStatement: Sendable {
  package var sql: String
  /// Nil for SQL that was written out: the SQL parser says.
  package var facts: StatementFacts?
}

/// Turns operations into PostgreSQL, as Alembic 1.20 and SQLAlchemy 2 do.
package struct OperationCompiler {
  package let form: SQLForm
  /// Whose SQL it shall be, where versions of SQLAlchemy differ.
  package let version: SQLAlchemyVersion
  let convention: NamingConvention
  private let doublesPercentSigns: Bool
  /// How the values of DDL are written.
  var style: SQLStyle { SQLStyle(form: form, version: version).forDefinitions }
  /// The types that this revision made already: Alembic makes each once a run.
  private var createdTypes: Set<TableName> = []

  package init(
    form: SQLForm, version: SQLAlchemyVersion = .v2_1, convention: NamingConvention? = nil,
    doublesPercentSigns: Bool = false
  ) {
    self.form = form
    self.version = version
    self.convention = convention ?? .standard
    self.doublesPercentSigns = doublesPercentSigns
  }

  package mutating func compile(_ operation: Operation) throws(Refusal) -> [CompiledStatement] {
    var statements = try statements(of: operation)
    guard form == .offline else { return statements }
    // Alembic writes `USING …` as it is given, past SQLAlchemy's compiler.
    var verbatim = ""
    if case .alterColumn(let altered) = operation { verbatim = altered.usingClause }
    for place in statements.indices {
      if doublesPercentSigns { statements[place].sql.doublePercentSigns(butNotIn: verbatim) }
      statements[place].sql = Self.printed(statements[place].sql)
    }
    return statements
  }

  private mutating func statements(of operation: Operation) throws(Refusal) -> [CompiledStatement] {
    switch operation {
    case .createTable(let table): return try createTable(table)
    case .dropTable(let table, let ifExists): return [dropTable(table, ifExists: ifExists)]
    case .renameTable(let table, let name): return [renameTable(table, to: name)]
    case .commentTable(let table, let comment): return [commentTable(table, comment)]
    case .addColumn(let added): return try addColumn(added)
    case .dropColumn(let table, let column, let ifExists):
      return [dropColumn(table, column, ifExists: ifExists)]
    case .alterColumn(let altered): return try alterColumn(altered)
    case .createIndex(let index): return [try createIndex(try named(index))]
    case .dropIndex(let index): return [try dropIndex(try named(index))]
    case .addConstraint(let constraint, let table):
      return [
        try addConstraint(try named(constraint, in: table, knowsTarget: true), to: table)
      ]
    case .dropConstraint(let name, let table, let kind, let ifExists):
      return [
        try dropConstraint(try droppedName(name, kind, of: table), of: table, ifExists: ifExists)
      ]
    case .execute(let sql): return [CompiledStatement(sql: sql, facts: nil)]
    default: return try statements(ofStandaloneObject: operation)
    }
  }

  private func statements(
    ofStandaloneObject operation: Operation
  ) throws(Refusal) -> [CompiledStatement] {
    switch operation {
    case .createType(let type, let ifMissing):
      return [try createType(type, inTableSchema: nil, ifMissing: ifMissing)]
    case .dropType(let type, let ifPresent): return [try dropType(type, ifPresent: ifPresent)]
    case .createSequence(let name, let options, let type, let ifMissing):
      return [try createSequence(name, options, type: type, ifMissing: ifMissing)]
    case .dropSequence(let name, let ifExists): return [dropSequence(name, ifExists: ifExists)]
    case .createSchema(let name, let ifNotExists):
      return [createSchema(name, ifNotExists: ifNotExists)]
    case .dropSchema(let name, let ifExists, let cascades):
      return [dropSchema(name, ifExists: ifExists, cascades: cascades)]
    default: return []
    }
  }

  /// Types that a table brings with it, made before the table.
  mutating func createTypes(of table: TableDefinition) throws(Refusal) -> [CompiledStatement] {
    var statements: [CompiledStatement] = []
    var ownTypes: Set<TableName> = []
    for place in table.columns.indices {
      guard let type = table.columns[place].type.named, type.isCreatedWithTable else { continue }
      let schema = type.effectiveSchema(in: table.name.schema)
      let name = TableName(try type.resolvedName(), schema: schema)
      let isNew = table.isMadeAlone || createdTypes.insert(name).inserted
      guard ownTypes.insert(name).inserted, isNew || form == .online else { continue }
      statements.append(
        try createType(type, inTableSchema: table.name.schema, ifMissing: true))
    }
    return statements
  }

  /// Alembic's `static_output`: tabs become blanks, and the ends are trimmed as `str.strip()` does.
  private static func printed(_ sql: String) -> String {
    var sql = sql
    let tab = UInt8(ascii: "\t")
    let tabs = sql.withUTF8 { text in
      var tabs: UInt32 = 0
      for byte in text { tabs &+= byte == tab ? 1 : 0 }
      return Int(tabs)
    }
    guard tabs > 0 else { return sql.trimmed }
    let text = sql.withUTF8 { text in
      String(unsafeUninitializedCapacity: text.count + 3 * tabs) { printed in
        var end = 0
        for byte in text {
          guard byte == tab else {
            printed[end] = byte
            end += 1
            continue
          }
          for _ in 0..<4 {
            printed[end] = 0x20
            end += 1
          }
        }
        return end
      }
    }
    return text.trimmed
  }
}
