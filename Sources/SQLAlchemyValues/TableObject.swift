package import PostgresDDL
package import PythonEvaluation
package import PythonSyntax
package import SQLAlchemyCore
package import SQLExpressions

/// `sa.MetaData(…)`: the tables that were made with it.
package final class TableCollection {
  /// The schema of tables that name none.
  let schema: String?
  private(set) var tables: [TableName: TableObject] = [:]
  /// The very dict that was handed over.
  var namingConvention: PythonValue?
  /// What SQLAlchemy 1.4 sent statements to; later versions take it for any attribute.
  var bind: PythonValue?

  init(schema: String?) { self.schema = schema }

  func add(_ table: TableObject) { tables[table.definition.name] = table }

  /// The table by the key that `MetaData.tables` has for it.
  func table(_ key: String) -> TableObject? {
    tables.first { $0.key.key == key }?.value
  }
}

/// What `MetaData.tables` is.
struct TableMapping: NativeObject {
  let collection: TableCollection
  var kindName: String { "the tables of a MetaData" }
  var truth: Bool? { !collection.tables.isEmpty }

  func element(
    at index: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    index.text.flatMap(collection.table).map { .native($0) }
  }
}

/// `sa.Table(…)`, and what `op.create_table` returns: a table in statements, and what is known of its parts.
package final class TableObject: NativeObject {
  package private(set) var definition: TableDefinition
  package let source: SQLSource
  /// Whether the project listens to events of this very table.
  var isListenedTo = false

  init(_ definition: TableDefinition, source: SQLSource) {
    self.definition = definition
    self.source = source
  }

  package var core: CoreObject { .source(source) }
  package var kindName: String { core.kindName }
  package var size: Int? { core.size }
  package var hashKey: HashKey? { core.hashKey }
  package var truth: Bool? { core.truth }

  /// `sa.Index("name", table.c.column)` comes into the table of its columns.
  func add(_ index: IndexDefinition) { definition.indexes.append(index) }

  package func isInstance(of path: String) -> Bool? {
    KnownNames.canonical(path) == "sa.Table" ? true : nil
  }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "fullname", "key": return .string(definition.name.key)
    case "comment": return definition.comment.map { .string($0) } ?? PythonValue.none
    case "indexes":
      let items = indexes.map { PythonValue.native(SQLAlchemyObject.schemaItem(.index($0))) }
      return try evaluator.list(items, at: range)
    default: return try core.attribute(name, evaluator, at: range)
    }
  }

  /// A set in SQLAlchemy; in the order in which `CREATE TABLE` is followed by them.
  private var indexes: [IndexDefinition] {
    definition.columns.filter(\.isIndexed).map { column in
      IndexDefinition(
        name: nil, table: definition.name, keys: [.column(column.name, operatorClass: nil)],
        isUnique: column.isUnique)
    } + definition.indexes
  }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard method == "create" || method == "drop" else {
      return try core.call(method, arguments, evaluator)
    }
    let reader = SQLAlchemyReader(evaluator)
    var own = arguments
    let isChecked = try reader.isCheckedFirst(&own, default: false)
    if isListenedTo {
      throw arguments.refuse(
        .unsupported("what listens to events of '\(definition.name.name)' is not evaluated"))
    }
    if isChecked, reader.form == .online {
      throw arguments.refuse(.needsData("whether the table exists is not known before it runs"))
    }
    if method == "create" {
      var made = definition
      made.isMadeAlone = true
      try reader.send(.createTable(made), at: arguments.range)
    } else {
      guard reader.version == .v2_1 || definition.columns.allSatisfy({ $0.type.named == nil })
      else {
        throw arguments.refuse(
          .unsupported("the types that SQLAlchemy 2.0 drops with a table are not evaluated"))
      }
      try reader.send(.dropTable(definition.name, ifExists: false), at: arguments.range)
    }
    return PythonValue.none
  }

  package func element(
    at index: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try core.element(at: index, evaluator, at: range)
  }

  package func evaluate(
    _ operation: UnaryOperator, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try core.evaluate(operation, evaluator, at: range)
  }
}

extension TableName {
  /// `Table.key`: the name with the schema before it.
  fileprivate var key: String { (schema.map { "\($0)." } ?? "") + name }
}

extension SQLAlchemyReader {
  /// A table that statements can use, and whose parts are known.
  package func tableObject(
    _ definition: TableDefinition, at range: Range<Int>
  ) throws(EvaluationFailure) -> TableObject {
    let object = TableObject(definition, source: try source(definition, at: range))
    library.tables[object.source.id] = object
    return object
  }

  /// Reads the `bind` that something is to be sent to, which has to be the migration's, and `checkfirst`.
  func isCheckedFirst(
    _ arguments: inout CallArguments, default isChecked: Bool
  ) throws(EvaluationFailure) -> Bool {
    let bind = try arguments.require("bind", 0)
    guard let performer = library.performer, performer.isBind(bind.value) else {
      throw bind.wrong("op.get_bind()")
    }
    let flag = try arguments.flag("checkfirst", 1, default: isChecked)
    try arguments.finish()
    return flag
  }

  func send(_ operation: Operation, at range: Range<Int>) throws(EvaluationFailure) {
    guard let performer = library.performer else { return }
    try performer.perform(operation, evaluator, at: range)
  }

  /// `create()` and `drop()` of an index or a sequence.
  func callItemMethod(
    _ name: String, of item: SchemaItem, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    guard name == "create" || name == "drop" else { return nil }
    var own = arguments
    switch item {
    case .index(let index) where !index.table.name.isEmpty:
      if try isCheckedFirst(&own, default: false), form == .online {
        throw arguments.refuse(.needsData("whether the index exists is not known before it runs"))
      }
      try send(
        name == "create"
          ? .createIndex(index) : .dropIndex(try dropped(index, at: arguments.range)),
        at: arguments.range)
    case .sequence(let sequence):
      // SQLAlchemy looks first, offline it does not.
      let isChecked = try isCheckedFirst(&own, default: true) && form == .online
      try send(
        name == "create"
          ? .createSequence(
            sequence.name, sequence.options, type: sequence.type, ifMissing: isChecked)
          : .dropSequence(sequence.name, ifExists: isChecked), at: arguments.range)
    default: return nil
    }
    return PythonValue.none
  }

  func dropped(
    _ index: IndexDefinition, ifExists: Bool = false, at range: Range<Int>
  ) throws(EvaluationFailure) -> DroppedIndex {
    guard let name = index.name else {
      throw EvaluationFailure(Obstacle.unsupported("an index without a name"), at: range)
    }
    return DroppedIndex(
      name: name, table: index.table, schema: index.table.schema, isConcurrent: index.isConcurrent,
      isIfExists: ifExists)
  }
}
