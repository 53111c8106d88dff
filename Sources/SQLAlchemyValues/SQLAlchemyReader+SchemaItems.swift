package import PostgresDDL
package import PythonEvaluation
import SQLAlchemyCore
package import SQLExpressions

extension SQLAlchemyReader {
  static let schemaItemNames = [
    "sa.Column", "sa.ForeignKey", "sa.ForeignKeyConstraint", "sa.PrimaryKeyConstraint",
    "sa.UniqueConstraint", "sa.CheckConstraint", "pg.ExcludeConstraint", "sa.Index", "sa.Identity",
    "sa.Computed", "sa.Sequence", "sa.DefaultClause", "sa.FetchedValue",
  ]

  /// `sa.Column`, constraints and what else stands in a table.
  func makeSchemaItem(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SchemaItem? {
    switch name {
    case "sa.Column": return .column(try column(&arguments))
    case "sa.ForeignKey": return .foreignKey(try foreignKey(&arguments))
    case "sa.ForeignKeyConstraint":
      return .constraint(.foreignKey(try foreignKeyConstraint(&arguments)))
    case "sa.PrimaryKeyConstraint":
      return .constraint(.primaryKey(try key(&arguments)))
    case "sa.UniqueConstraint": return .constraint(.unique(try key(&arguments)))
    case "sa.CheckConstraint":
      return .constraint(.check(try check(&arguments, condition: 0)))
    case "pg.ExcludeConstraint":
      let elements = arguments.rest()
      return .constraint(.exclude(try exclude(elements, &arguments)))
    case "sa.Index": return .index(try index(&arguments))
    case "sa.Identity": return .identity(try identity(&arguments))
    case "sa.Computed":
      let expression = try arguments.require("sqltext", 0).sqlExpression()
      let isPersisted = try arguments.optionalFlag("persisted", 1)
      return .computed(ComputedValue(expression: expression, isPersisted: isPersisted))
    case "sa.Sequence": return .sequence(try sequence(&arguments))
    case "sa.DefaultClause":
      return .serverDefault(try serverDefault(try arguments.require("arg", 0)))
    case "sa.FetchedValue": return .fetchedDefault
    default: return nil
    }
  }

  package func serverDefault(_ argument: PythonArgument) throws(EvaluationFailure) -> ServerDefault
  {
    if let text = argument.value.text { return .string(text) }
    if case .instance(let instance) = argument.value,
      let text = try library.classes.compiledText(of: instance, evaluator, at: argument.range)
    {
      return .expression(.verbatim(text))
    }
    if case .element(let expression)? = argument.coreObject { return .expression(expression) }
    switch argument.object {
    case .schemaItem(.serverDefault(let value))?: return value
    default: throw argument.wrong("a string or an SQL expression as server default")
    }
  }

  private func foreignKey(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> ForeignKeyConstraint {
    let target = try arguments.require("column", 0)
    let (table, column) = try Self.target(target)
    var key = ForeignKeyConstraint(
      name: try arguments.optionalName("name"), columns: [], target: table, targetColumns: [column])
    try fill(&key, &arguments)
    return key
  }

  func foreignKeyConstraint(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> ForeignKeyConstraint {
    let columns = try arguments.strings("columns", 0)
    let references = try arguments.require("refcolumns", 1)
    var targets: [(table: TableName, column: String)] = []
    for reference in try references.elements() { targets.append(try Self.target(reference)) }
    guard let first = targets.first, targets.count == columns.count,
      targets.allSatisfy({ $0.table == first.table })
    else {
      throw references.refuse(.invalid("a foreign key needs as many columns on both sides"))
    }
    var key = ForeignKeyConstraint(
      name: try arguments.optionalName("name", 2), columns: columns, target: first.table,
      targetColumns: targets.map(\.column))
    try fill(&key, &arguments)
    return key
  }

  /// What all forms of a foreign key share.
  package func fill(
    _ key: inout ForeignKeyConstraint, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    key.onUpdate = try arguments.optionalPhrase("onupdate")
    key.onDelete = try arguments.optionalPhrase("ondelete")
    key.match = try arguments.optionalPhrase("match")
    key.deferral = try deferral(&arguments)
    key.isAddedLater = try arguments.flag("use_alter")
    key.isNotValid = try arguments.flag("postgresql_not_valid")
    arguments.ignore("link_to_name", "info", "comment")
  }

  package func deferral(_ arguments: inout CallArguments) throws(EvaluationFailure) -> Deferral {
    Deferral(
      isDeferrable: try arguments.optionalFlag("deferrable"),
      initially: try arguments.optionalPhrase("initially"))
  }

  /// `schema.table.column`.
  private static func target(
    _ argument: PythonArgument
  ) throws(EvaluationFailure) -> (table: TableName, column: String) {
    if case .element(let element)? = argument.coreObject,
      case .column(.plain(let column), of: let source) = element.node,
      let table = source?.tableName
    {
      return (table, column)
    }
    let text = try argument.string()
    var parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count >= 2, let column = parts.popLast(), let table = parts.popLast() else {
      throw argument.refuse(.unsupported("'\(text)' names no column as 'table.column'"))
    }
    let schema = parts.isEmpty ? nil : parts.joined(separator: ".")
    return (TableName(table, schema: schema), column)
  }

  package func key(_ arguments: inout CallArguments) throws(EvaluationFailure) -> KeyConstraint {
    var key = KeyConstraint(name: try arguments.optionalName("name"), columns: [])
    for argument in arguments.rest() { key.columns.append(try argument.string()) }
    try fill(&key, &arguments)
    return key
  }

  package func fill(
    _ key: inout KeyConstraint, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    key.deferral = try deferral(&arguments)
    key.include = try arguments.strings("postgresql_include")
    key.nullsNotDistinct = try arguments.optionalFlag("postgresql_nulls_not_distinct")
    arguments.ignore("info", "comment")
  }

  package func check(
    _ arguments: inout CallArguments, condition position: Int
  ) throws(EvaluationFailure) -> CheckConstraint {
    let keyword = position == 0 ? "sqltext" : "condition"
    var check = CheckConstraint(
      condition: try arguments.require(keyword, position).sqlExpression())
    check.name = try arguments.optionalName("name", position == 0 ? 1 : nil)
    check.deferral = try deferral(&arguments)
    check.isNotValid = try arguments.flag("postgresql_not_valid")
    arguments.ignore("info", "comment")
    return check
  }

  package func exclude(
    _ elements: [PythonArgument], _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> ExcludeConstraint {
    var exclude = ExcludeConstraint(elements: [])
    for element in elements {
      let pair = try element.elements()
      guard pair.count == 2 else { throw element.wrong("a pair of column and operator") }
      exclude.elements.append(
        ExcludeConstraint.Element(
          expression: try pair[0].columnOrExpression(), operation: try pair[1].operatorText()))
    }
    exclude.name = try arguments.optionalName("name")
    exclude.method = try arguments.optionalPhrase("using") ?? "gist"
    if let condition = arguments.take("where"), !condition.isNone {
      exclude.condition = try condition.sqlExpression()
    }
    exclude.deferral = try deferral(&arguments)
    return exclude
  }

  private func sequence(_ arguments: inout CallArguments) throws(EvaluationFailure) -> SequenceValue
  {
    let name = try arguments.string("name", 0)
    let schema = try arguments.optionalSchema("schema")
    let isOptional = try arguments.flag("optional")
    arguments.ignore("metadata", "quote_schema")
    let type = arguments.take("data_type").flatMap { $0.isNone ? nil : $0 }
    var start = try identity(&arguments, first: 1)
    start.isAlways = false
    return SequenceValue(
      name: TableName(name, schema: schema), options: start,
      type: try type.map { argument throws(EvaluationFailure) in try self.type(from: argument) },
      isOptional: isOptional)
  }

  private func identity(
    _ arguments: inout CallArguments, first: Int = 2
  ) throws(EvaluationFailure) -> IdentityOptions {
    var options = IdentityOptions()
    if first == 2 {
      options.isAlways = try arguments.flag("always", 0)
      arguments.ignore("on_null")
    }
    options.start = try arguments.optionalInteger("start", first == 2 ? nil : first)
    options.increment = try arguments.optionalInteger("increment", first == 2 ? nil : first + 1)
    options.minimum = try arguments.optionalInteger("minvalue")
    options.maximum = try arguments.optionalInteger("maxvalue")
    options.hasNoMinimum = try arguments.optionalFlag("nominvalue")
    options.hasNoMaximum = try arguments.optionalFlag("nomaxvalue")
    options.cache = try arguments.optionalInteger("cache")
    options.cycle = try arguments.optionalFlag("cycle")
    return options
  }

  /// A column that has its name.
  package static func named(
    _ column: ColumnDefinition, at range: Range<Int>
  ) throws(EvaluationFailure) -> ColumnDefinition {
    guard !column.name.isEmpty else {
      throw EvaluationFailure(Obstacle.invalid("a column without a name"), at: range)
    }
    return column
  }

  /// The columns, constraints and indexes of a table.
  package func tableDefinition(
    _ name: TableName, _ items: [PythonArgument]
  ) throws(EvaluationFailure) -> TableDefinition {
    var table = TableDefinition(name: name, columns: [], constraints: [], indexes: [])
    for item in items {
      switch item.object {
      case .schemaItem(.column(let column))?:
        table.columns.append(try Self.named(column, at: item.range))
        if let index = column.spatialIndex(in: name) { table.indexes.append(index) }
      case .schemaItem(.constraint(let constraint))?: table.constraints.append(constraint)
      case .schemaItem(.index(var index))?:
        index.table = name
        table.indexes.append(index)
      // Alembic's `SchemaObjects.table` takes columns, constraints and indexes, and passes over all else.
      case .metadata?: break
      default: throw item.wrong("a column or a constraint")
      }
    }
    return table
  }
}
