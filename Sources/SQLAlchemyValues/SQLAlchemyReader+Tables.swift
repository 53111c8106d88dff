package import PostgresDDL
package import PythonEvaluation
import SQLExpressions

extension SQLAlchemyReader {
  /// `sa.Table(name, metadata, *columns)`.
  func table(_ arguments: inout CallArguments) throws(EvaluationFailure) -> TableObject {
    if let reader = arguments.take("autoload_with") ?? arguments.take("autoload") {
      throw reader.refuse(.needsData("the columns of the table are read from the database"))
    }
    var items = arguments.rest()
    guard items.count > 1, let name = items.removeFirst().value.text,
      case .metadata(let collection)? = items.removeFirst().object
    else { throw arguments.refuse(.unsupported("this Table is not evaluated")) }
    let schema = try arguments.optionalSchema("schema") ?? collection.schema
    let place = TableName(name, schema: schema)
    let extends = try arguments.flag("extend_existing")
    arguments.ignore("keep_existing")
    if let known = collection.tables[place] {
      guard items.isEmpty, !extends else {
        throw arguments.refuse(
          .unsupported("the table '\(name)' is in its MetaData already"))
      }
      return known
    }
    var definition = try tableDefinition(place, items)
    try fill(&definition, &arguments)
    let table = try tableObject(definition, at: arguments.range)
    collection.add(table)
    return table
  }

  /// What `sa.Table` and `op.create_table` say of a table besides its columns.
  package func fill(
    _ table: inout TableDefinition, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    table.comment = try arguments.optionalString("comment")
    for prefix in try arguments.take("prefixes").flatMap({ $0.isNone ? nil : $0 })?.elements() ?? []
    {
      table.prefixes.append(try prefix.phrase())
    }
    if let parents = arguments.take("postgresql_inherits"), !parents.isNone {
      table.parents = parents.isString ? [try parents.string()] : try parents.strings()
    }
    table.options = try options(ofTable: &arguments)
    arguments.ignore("info", "keep_existing", "extend_existing")
    ignoreOtherDialects(&arguments)
  }

  /// What follows the closing parenthesis, in SQLAlchemy's order.
  private func options(
    ofTable arguments: inout CallArguments
  ) throws(EvaluationFailure) -> [String] {
    var options: [String] = []
    if let key = try arguments.nonEmptyString("postgresql_partition_by") {
      options.append("PARTITION BY \(key)")
    }
    if let method = try arguments.nonEmptyString("postgresql_using") {
      options.append("USING \(method)")
    }
    let parameters = arguments.take("postgresql_with")
    if let parameters, version == .v2_0 {
      throw parameters.refuse(.invalid("SQLAlchemy 2.0 knows no 'postgresql_with' of a table"))
    }
    let storage = try storage(parameters)
    if !storage.isEmpty { options.append("WITH (\(storage.joined(separator: ", ")))") }
    if let action = try arguments.optionalPhrase("postgresql_on_commit") {
      let words = String(
        decoding: action.utf8.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }, as: UTF8.self)
      options.append("ON COMMIT \(words.uppercased())")
    }
    if let space = try arguments.nonEmptyString("postgresql_tablespace") {
      options.append("TABLESPACE \(SQLName.quoted(space))")
    }
    return options
  }
}
