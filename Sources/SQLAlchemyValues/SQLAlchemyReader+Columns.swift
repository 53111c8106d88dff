import PostgresDDL
import PythonEvaluation
import SQLExpressions

extension SQLAlchemyReader {
  /// `sa.Column(name, type, *items, …)`.
  func column(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> ColumnDefinition {
    var items = arguments.rest()[...]
    var attached: PythonInstance?
    var name = try arguments.optionalString("name")
    if let first = items.first, let text = first.value.text {
      name = text
      items.removeFirst()
    }
    var type: SQLType?
    if let argument = arguments.take("type_") {
      type = try columnType(argument, &attached)
    } else if let first = items.first {
      switch first.object {
      case .schemaItem?: break
      default:
        type = try columnType(first, &attached)
        items.removeFirst()
      }
    }
    // A mapped class names its columns later.
    var column = ColumnDefinition(name: name ?? "", type: type ?? .unsaid)
    try fill(&column, &arguments)
    for item in items { try add(item, to: &column) }
    guard column.type.spatial?.refusesNull != true || column.nullable == false else {
      throw arguments.refuse(
        Obstacle(
          .unsupported,
          "whether the type's 'nullable=False' is the column's depends on GeoAlchemy's version",
          hint: "say 'nullable=False' of the column too"))
    }
    guard column.identity == nil || column.serverDefault == nil else {
      throw arguments.refuse(.invalid("a column has an identity and a default"))
    }
    if let attached {
      column.tableChecks = try tableChecks(of: attached, in: column, at: arguments.range)
    }
    return column
  }

  private func fill(
    _ column: inout ColumnDefinition, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    arguments.ignore(
      "server_onupdate", "doc", "info", "sort_order", "quote_comment")
    column.isPrimaryKey = try arguments.flag("primary_key")
    column.nullable = try arguments.optionalFlag("nullable")
    column.isUnique = try arguments.flag("unique")
    column.isIndexed = try arguments.flag("index")
    column.comment = try arguments.optionalString("comment")
    for keyword in ["default", "insert_default"] {
      guard let value = arguments.take(keyword), !value.isNone else { continue }
      if case .schemaItem(.sequence(let sequence))? = value.object, sequence.isOptional { continue }
      column.hasPythonDefault = true
    }
    if let value = arguments.take("onupdate"), !value.isNone { column.hasPythonUpdate = true }
    if let value = arguments.take("autoincrement") {
      switch value.value {
      case .boolean(true): column.autoincrement = .always
      case .boolean(false): column.autoincrement = .never
      case .string(let text) where text.text == "auto": column.autoincrement = .auto
      case .string(let text) where text.text == "ignore_fk":
        column.autoincrement = .ignoringForeignKeys
      default: throw value.wrong("True, False or \"auto\"")
      }
    }
    guard let value = arguments.take("server_default"), !value.isNone else { return }
    switch value.object {
    case .schemaItem(.serverDefault)?, nil:
      column.serverDefault = try serverDefault(value)
    case .schemaItem?: try add(value, to: &column)
    default: throw value.wrong("a string or an SQL expression as server default")
    }
  }

  private func add(
    _ item: PythonArgument, to column: inout ColumnDefinition
  ) throws(EvaluationFailure) {
    switch item.object {
    case .schemaItem(.foreignKey(var key))?:
      key.columns = [column.name]
      column.foreignKeys.append(key)
    case .schemaItem(.constraint(.check(let check)))?:
      guard !check.condition.hasColumns else {
        throw item.refuse(
          .invalid(
            "SQLAlchemy takes no column() in the CHECK of a column",
            hint: "put the CheckConstraint beside the columns"))
      }
      column.checks.append(check)
    case .schemaItem(.identity(let identity))?: column.identity = identity
    case .schemaItem(.computed(let computed))?: column.computed = computed
    case .schemaItem(.serverDefault(let value))?: column.serverDefault = value
    case .schemaItem(.fetchedDefault)?: column.hasFetchedDefault = true
    case .schemaItem(.sequence(let sequence))?:
      column.hasPythonDefault = column.hasPythonDefault || !sequence.isOptional
    default: throw item.wrong("a part of a column")
    }
  }
}
