import PostgresDDL
import PythonEvaluation
import SQLAlchemyValues
import SQLExpressions

extension OperationReader {
  func createTable(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> TableObject {
    var items = arguments.rest()
    let name: PythonArgument
    if let keyword = arguments.take("table_name") {
      name = keyword
    } else {
      guard !items.isEmpty else { throw arguments.refuse(.invalid("a table without a name")) }
      name = items.removeFirst()
    }
    let schema = try arguments.optionalSchema("schema")
    var table = try sql.tableDefinition(TableName(try name.string(), schema: schema), items)
    try sql.fill(&table, &arguments)
    table.isIfNotExists = try arguments.flag("if_not_exists")
    try arguments.finish()
    try perform(.createTable(table), at: arguments.range)
    return try sql.tableObject(table, at: arguments.range)
  }

  func addColumn(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    let table = TableName(
      try arguments.string("table_name", 0), schema: try arguments.optionalSchema("schema"))
    let column = try arguments.require("column", 1)
    guard case .schemaItem(.column(let definition))? = column.object else {
      throw column.wrong("a Column")
    }
    guard definition.spatialIndex(in: table) == nil else {
      throw column.refuse(
        Obstacle(
          .unsupported,
          "whether the column's type brings an index with it depends on GeoAlchemy's version",
          hint: "say 'spatial_index=False' of the type, and make the index with 'op.create_index'"))
    }
    var added = AddedColumn(
      table: table, column: try SQLAlchemyReader.named(definition, at: column.range))
    added.isIfNotExists = try arguments.flag("if_not_exists")
    added.hasInlineReferences = try arguments.flag("inline_references")
    added.hasInlineKey = try arguments.flag("inline_primary_key")
    try arguments.finish()
    try perform(.addColumn(added), at: arguments.range)
  }

  func alterColumn(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    let table = TableName(
      try arguments.string("table_name", 0), schema: try arguments.optionalSchema("schema"))
    var altered = AlteredColumn(table: table, column: try arguments.string("column_name", 1))
    altered.nullable = try arguments.optionalFlag("nullable")
    altered.newName = try arguments.optionalString("new_column_name")
    if let type = arguments.take("type_"), !type.isNone { altered.type = try sql.type(from: type) }
    // It matters for the CHECK that it brought, and a type of another database brought none.
    if altered.type != nil, let type = arguments.take("existing_type"), !type.isNone,
      !sql.isTypeOfOtherDatabase(type.value)
    {
      altered.existingType = try sql.type(from: type)
    }
    altered.defaultChange = try defaultChange(&arguments)
    if let comment = arguments.take("comment") {
      switch comment.value {
      case .boolean(false): break
      case .none: altered.comment = .drop
      default: altered.comment = .set(try comment.string())
      }
    }
    if let using = try arguments.optionalString("postgresql_using") {
      guard altered.type != nil else {
        throw arguments.refuse(.invalid("'postgresql_using' needs 'type_'"))
      }
      altered.using = using
    }
    arguments.ignore(
      "existing_type", "existing_nullable", "existing_comment", "autoincrement",
      "existing_autoincrement")
    // Alembic hands on all other keywords to dialects, of which PostgreSQL's reads none.
    guard !arguments.restOfKeywords().contains(where: { $0.name == "name" }) else {
      throw arguments.refuse(.invalid("'alter_column' has no argument 'name'"))
    }
    try arguments.finish()
    try perform(.alterColumn(altered), at: arguments.range)
  }

  private func defaultChange(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> AlteredColumn.DefaultChange? {
    let existing = arguments.take("existing_server_default")
    guard let value = arguments.take("server_default") else { return nil }
    if case .boolean(false) = value.value { return nil }
    if case .schemaItem(.computed)? = value.object {
      throw value.refuse(.invalid("a column cannot become a computed one"))
    }
    if case .schemaItem(.computed)? = existing?.object {
      throw value.refuse(.invalid("a computed column cannot change its default"))
    }
    if case .schemaItem(.identity(let old))? = existing?.object {
      if value.isNone { return .dropIdentity }
      switch value.object {
      case .schemaItem(.identity(let new))?: return .setIdentity(from: old, to: new)
      default: throw value.refuse(.invalid("an identity cannot become a default"))
      }
    }
    if value.isNone { return .drop }
    switch value.object {
    case .schemaItem(.identity(let identity))?:
      guard existing?.isAbsentDefault ?? true else {
        throw value.refuse(.invalid("a column with a default cannot become an identity"))
      }
      return .addIdentity(identity)
    default: return .set(try sql.serverDefault(value))
    }
  }
}

extension PythonArgument {
  /// None or False, which both say that there is no default.
  fileprivate var isAbsentDefault: Bool {
    switch value {
    case .none, .boolean(false): true
    default: false
    }
  }
}
