import PostgresDDL
import PythonEvaluation
import SQLAlchemyCore
import SQLAlchemyValues
import SQLExpressions

extension OperationReader {
  /// `op.name(…)`.
  func callOperation(
    _ name: String, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var own = arguments
    switch name {
    case "f":
      let text = try own.string("name", 0)
      try own.finish()
      return .string(PythonString(text, mark: PythonString.finalName))
    case "inline_literal":
      own = CallArguments(callee: "op.inline_literal", range: arguments.range)
      return try sql.inlineLiteral(arguments)
    case "get_bind": return .native(MigrationBind(library: library))
    case "get_context": return .native(MigrationContext(library: library))
    case "batch_alter_table": return try makeBatch(&own)
    case "create_table": return .native(try createTable(&own))
    case "execute": try executeSQL(&own)
    case "bulk_insert": try bulkInsert(&own)
    case "alter_column": try alterColumn(&own)
    case "add_column": try addColumn(&own)
    case "create_index": try createIndex(&own)
    case "drop_index": try dropIndex(&own)
    case "create_foreign_key": try createForeignKey(&own)
    case "create_unique_constraint", "create_primary_key", "create_check_constraint",
      "create_exclude_constraint":
      try createConstraint(name, &own)
    case "drop_table", "drop_column", "drop_constraint", "rename_table", "create_table_comment",
      "drop_table_comment":
      try changeTable(name, &own)
    default: throw arguments.refuse(.unsupported("'op.\(name)' is not evaluated"))
    }
    return .none
  }

  /// `op.bulk_insert(table, rows)`.
  private func bulkInsert(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    let table = try arguments.require("table", 0)
    guard case .source(let value)? = table.coreObject else { throw table.wrong("a table") }
    let rows = try arguments.require("rows", 1)
    guard case .list = rows.value else { throw rows.wrong("a list") }
    let isMany = try arguments.flag("multiinsert", default: true)
    try arguments.finish()
    try insert(rows, into: value, isMany: isMany, at: arguments.range)
  }

  /// One statement a row, as the driver sends them.
  func insert(
    _ rows: PythonArgument, into table: SQLSource, isMany: Bool, at range: Range<Int>
  ) throws(EvaluationFailure) {
    for statement in try sql.insert(rows, into: table, isMany: isMany) {
      try perform(.execute(statement), at: range)
    }
  }

  /// The operations that say everything in a few arguments.
  private func changeTable(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    let schema = try arguments.optionalSchema("schema")
    let operation: Operation
    switch name {
    case "drop_table":
      let table = TableName(try arguments.string("table_name", 0), schema: schema)
      operation = .dropTable(table, ifExists: try arguments.flag("if_exists"))
    case "rename_table":
      let table = TableName(try arguments.string("old_table_name", 0), schema: schema)
      operation = .renameTable(table, to: try arguments.string("new_table_name", 1))
    case "drop_column":
      let table = TableName(try arguments.string("table_name", 0), schema: schema)
      let column = try arguments.string("column_name", 1)
      arguments.ignore(prefixes: ["mssql_", "mysql_", "sqlite_", "oracle_"])
      operation = .dropColumn(table, column, ifExists: try arguments.flag("if_exists"))
    case "drop_constraint":
      operation = try droppedConstraint(schema, &arguments)
    default:
      let table = TableName(try arguments.string("table_name", 0), schema: schema)
      let comment =
        name == "create_table_comment" ? try arguments.require("comment", 1).optionalString() : nil
      arguments.ignore("existing_comment")
      operation = .commentTable(table, comment)
    }
    try arguments.finish()
    try perform(operation, at: arguments.range)
  }

  private func droppedConstraint(
    _ schema: String?, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> Operation {
    let constraint = try arguments.optionalName("constraint_name", 0)
    let table = TableName(try arguments.string("table_name", 1), schema: schema)
    let kind = try arguments.optionalString("type_", 2)
    guard let constraint else {
      throw arguments.refuse(
        .invalid(
          "a constraint without a name cannot be dropped",
          hint: "name it: PostgreSQL's own name is <table>_<columns>_fkey, _key, _check or _pkey"))
    }
    let known = kind.flatMap(DroppedConstraintKind.init)
    guard kind == nil || known != nil else {
      throw arguments.refuse(.invalid("'\(kind ?? "")' is no kind of constraint"))
    }
    return .dropConstraint(constraint, table, known, ifExists: try arguments.flag("if_exists"))
  }

  private func createIndex(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    let name = try arguments.optionalName("index_name", 0)
    let table = try arguments.string("table_name", 1)
    let columns = try arguments.require("columns", 2)
    let schema = try arguments.optionalSchema("schema")
    var index = IndexDefinition(name: name, table: TableName(table, schema: schema), keys: [])
    index.isIfNotExists = try arguments.flag("if_not_exists")
    try sql.fill(&index, keys: try columns.elements(), namesTexts: true, &arguments)
    try arguments.finish()
    try perform(.createIndex(index), at: arguments.range)
  }

  private func dropIndex(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    let name = try arguments.require("index_name", 0)
    let table = try arguments.optionalString("table_name", 1)
    let schema = try arguments.optionalSchema("schema")
    guard !name.isNone else {
      throw name.refuse(.invalid("an index without a name cannot be dropped"))
    }
    var index = DroppedIndex(name: try name.name(), schema: schema)
    index.table = table.map { TableName($0, schema: schema) }
    index.isIfExists = try arguments.flag("if_exists")
    index.isConcurrent = try arguments.flag("postgresql_concurrently")
    // Alembic keeps other options of the index for a downgrade; DROP INDEX has none.
    arguments.ignore(prefixes: ["postgresql_", "mysql_", "mssql_", "sqlite_", "oracle_"])
    arguments.ignore("unique")
    try arguments.finish()
    try perform(.dropIndex(index), at: arguments.range)
  }

  private func createForeignKey(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    let name = try arguments.optionalName("constraint_name", 0)
    let source = TableName(
      try arguments.string("source_table", 1), schema: try arguments.optionalSchema("source_schema")
    )
    let referent = TableName(
      try arguments.string("referent_table", 2),
      schema: try arguments.optionalSchema("referent_schema"))
    let columns = try arguments.strings("local_cols", 3)
    let others = try arguments.strings("remote_cols", 4)
    guard !columns.isEmpty, columns.count == others.count else {
      throw arguments.refuse(.invalid("a foreign key needs as many columns on both sides"))
    }
    var key = ForeignKeyConstraint(
      name: name, columns: columns, target: referent, targetColumns: others)
    try sql.fill(&key, &arguments)
    try arguments.finish()
    try perform(.addConstraint(.foreignKey(key), source), at: arguments.range)
  }

  private func createConstraint(
    _ operation: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    let name = try arguments.optionalName("constraint_name", 0)
    let table = TableName(
      try arguments.string("table_name", 1), schema: try arguments.optionalSchema("schema"))
    let constraint: TableConstraint
    switch operation {
    case "create_check_constraint":
      var check = try sql.check(&arguments, condition: 2)
      check.name = name
      constraint = .check(check)
    case "create_exclude_constraint":
      var exclude = try sql.exclude(arguments.rest(), &arguments)
      exclude.name = name
      constraint = .exclude(exclude)
    default:
      var key = KeyConstraint(name: name, columns: try arguments.strings("columns", 2))
      guard !key.columns.isEmpty else {
        throw arguments.refuse(.invalid("a key of no columns"))
      }
      try sql.fill(&key, &arguments)
      constraint = operation == "create_primary_key" ? .primaryKey(key) : .unique(key)
    }
    try arguments.finish()
    try perform(.addConstraint(constraint, table), at: arguments.range)
  }
}
