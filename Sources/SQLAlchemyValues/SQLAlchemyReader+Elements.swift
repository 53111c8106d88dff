import PostgresDDL
import PythonEvaluation
import SQLExpressions

extension SQLAlchemyReader {
  static let elementNames = [
    "sa.CreateSequence", "sa.DropSequence", "sa.CreateSchema", "sa.DropSchema", "sa.CreateTable",
    "sa.DropTable", "sa.CreateIndex", "sa.DropIndex", "sa.DDL",
  ]

  /// Elements that `op.execute` takes: sequences, schemas, `DDL(…)`.
  func makeElement(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> Operation? {
    switch name {
    case "sa.CreateSequence":
      let sequence = try sequence(try arguments.require("element", 0))
      let ifMissing = try arguments.flag("if_not_exists")
      return .createSequence(
        sequence.name, sequence.options, type: sequence.type, ifMissing: ifMissing)
    case "sa.DropSequence":
      let sequence = try sequence(try arguments.require("element", 0))
      return .dropSequence(sequence.name, ifExists: try arguments.flag("if_exists"))
    case "sa.CreateSchema":
      let schema = try arguments.string("name", 0)
      return .createSchema(schema, ifNotExists: try arguments.flag("if_not_exists"))
    case "sa.DropSchema":
      let schema = try arguments.string("name", 0)
      let cascades = try arguments.flag("cascade", 1)
      return .dropSchema(schema, ifExists: try arguments.flag("if_exists"), cascades: cascades)
    case "sa.CreateTable", "sa.DropTable": return try tableElement(name, &arguments)
    case "sa.CreateIndex", "sa.DropIndex":
      let element = try arguments.require("element", 0)
      guard case .schemaItem(.index(var index))? = element.object, !index.table.name.isEmpty else {
        throw element.wrong("an Index of a table")
      }
      guard name == "sa.CreateIndex" else {
        return .dropIndex(
          try dropped(index, ifExists: try arguments.flag("if_exists"), at: element.range))
      }
      index.isIfNotExists = try arguments.flag("if_not_exists")
      return .createIndex(index)
    case "sa.DDL":
      return .execute(try Self.unescapedDDL(try arguments.require("statement", 0)))
    default: return nil
    }
  }

  /// `CREATE TABLE` alone, without the types and indexes that come with `Table.create()`.
  private func tableElement(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> Operation? {
    let element = try arguments.require("element", 0)
    guard let table = element.tableObject else { throw element.wrong("a Table") }
    guard library.events.listeners(to: "Table").isEmpty else {
      throw element.refuse(.unsupported("a listener to tables, which is not told of this one"))
    }
    guard name == "sa.CreateTable" else {
      return .dropTable(table.definition.name, ifExists: try arguments.flag("if_exists"))
    }
    var bare = table.definition
    bare.isIfNotExists = try arguments.flag("if_not_exists")
    bare.indexes = []
    bare.comment = nil
    for place in bare.columns.indices {
      if bare.columns[place].isIndexed { bare.columns[place].isUnique = false }
      bare.columns[place].isIndexed = false
      bare.columns[place].comment = nil
      bare.columns[place].type.named?.isCreatedWithTable = false
    }
    return .createTable(bare)
  }

  private func sequence(_ argument: PythonArgument) throws(EvaluationFailure) -> SequenceValue {
    guard case .schemaItem(.sequence(let sequence))? = argument.object else {
      throw argument.wrong("a Sequence")
    }
    return sequence
  }

  /// `DDL` formats its text with `%`, so that a percent sign is written twice.
  private static func unescapedDDL(_ argument: PythonArgument) throws(EvaluationFailure) -> String {
    let bytes = Array(try argument.string().utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      result.append(bytes[index])
      if bytes[index] == UInt8(ascii: "%") {
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "%") else {
          throw argument.refuse(.unsupported("a '%' in DDL() that is not written '%%'"))
        }
        index += 1
      }
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}
