import Diagnostics
package import PostgresDDL
package import PythonEvaluation
package import PythonSyntax

/// What the constructors of SQLAlchemy make.
package indirect enum SQLAlchemyObject {
  case type(SQLType)
  case schemaItem(SchemaItem)
  case expression(SQLExpression)
  /// `sa.bindparam(…)`.
  case parameter(String, SQLTemplate.BoundValue)
  /// `column.op("…")`, which waits for its operand.
  case operation(SQLExpression, String)
  case table(TableValue)
  /// `table.c`.
  case columns(TableValue)
  case metadata
  case change(RowChange, TableValue)
  /// An element that `op.execute` takes, such as `CreateSequence(…)`.
  case element(Operation)
}

/// What stands in a table besides types and expressions.
package enum SchemaItem {
  case column(ColumnDefinition)
  case constraint(TableConstraint)
  /// `ForeignKey(…)` without the column it will stand on.
  case foreignKey(ForeignKeyConstraint)
  case index(IndexDefinition)
  case identity(IdentityOptions)
  case computed(ComputedValue)
  case sequence(SequenceValue)
  case serverDefault(ServerDefault)
  case fetchedDefault
}

/// `sa.Sequence(…)`.
package struct SequenceValue {
  package let name: TableName
  package let options: IdentityOptions
  package var type: SQLType?
  package var isOptional = false
}

/// `sa.table(…)`, or what `op.create_table` returns.
package struct TableValue {
  package let name: TableName
  package let columns: [(name: String, type: SQLType)]
  /// Columns without which an insert does more than it says: keys are returned, defaults computed.
  package var requiredInInsert: [String] = []
  /// Columns that Python fills in when a row does not.
  package var pythonDefaults: [String] = []
  /// Whether an update changes more columns than it says (`onupdate=`).
  package var hasPythonUpdates = false

  package init(name: TableName, columns: [(name: String, type: SQLType)]) {
    self.name = name
    self.columns = columns
  }

  package init(_ table: TableDefinition) {
    self.init(name: table.name, columns: table.columns.map { ($0.name, $0.type) })
    var keys: Set<String> = []
    for case .primaryKey(let key) in table.constraints { keys.formUnion(key.columns) }
    requiredInInsert = table.columns
      .filter { $0.isPrimaryKey || keys.contains($0.name) || $0.hasPythonDefault }.map(\.name)
    pythonDefaults = table.columns.filter(\.hasPythonDefault).map(\.name)
    hasPythonUpdates = table.columns.contains(where: \.hasPythonUpdate)
  }

  func type(of column: String) -> SQLType? { columns.first { $0.name == column }?.type }
}

extension PythonValue {
  /// The object of SQLAlchemy that the value is.
  package var object: SQLAlchemyObject? {
    if case .native(let object) = self { object as? SQLAlchemyObject } else { nil }
  }
}

extension PythonArgument {
  package var object: SQLAlchemyObject? { value.object }
}

extension EvaluationFailure {
  /// What cannot become SQL, with its place.
  package init(_ refusal: Refusal, at range: Range<Int>) {
    let code: Obstacle.Code =
      switch refusal.code {
      case .unsupported: .unsupported
      case .unknownValue: .unknownValue
      case .invalid: .invalid
      case .limit: .limit
      }
    self.init(Obstacle(code, refusal.message, hint: refusal.hint), at: range)
  }
}

extension PythonString {
  /// The mark of `op.f(…)`: a name that conventions leave alone and that is cut when it is too long.
  package static let finalName: UInt8 = 1
}

extension SQLAlchemyObject: NativeObject {
  package var kindName: String {
    switch self {
    case .type: "a type"
    case .schemaItem(.column): "a column"
    case .schemaItem: "a schema item"
    case .expression, .parameter: "an expression"
    case .table: "a table"
    default: "an object"
    }
  }

  package var size: Int? {
    switch self {
    case .expression(let expression): ExpressionSize(of: expression).count
    case .change(let change, _): change.condition.map { ExpressionSize(of: $0).count } ?? 1
    case .operation(let expression, _): ExpressionSize(of: expression).count
    default: 1
    }
  }

  package var hashKey: HashKey? {
    switch self {
    case .expression(.column(let name, let table, _)):
      .native("column:\(table?.quoted ?? "").\(name)")
    default: nil
    }
  }

  /// An SQL expression is no condition for Python.
  package var truth: Bool? {
    switch self {
    case .expression, .parameter, .table: nil
    default: true
    }
  }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch (self, name) {
    case (.table(let table), "c"), (.table(let table), "columns"):
      return .native(SQLAlchemyObject.columns(table))
    case (.table(let table), "name"): return .string(table.name.name)
    case (.columns(let table), _):
      return .native(try Self.column(name, of: table, at: range))
    case (.schemaItem(.column(let column)), "name"): return .string(column.name)
    default: return nil
    }
  }

  private static func column(
    _ name: String, of table: TableValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLAlchemyObject {
    guard let type = table.type(of: name) else {
      throw EvaluationFailure(
        Obstacle.invalid("the table '\(table.name.name)' has no column '\(name)'"), at: range)
    }
    return .expression(.column(name, of: table.name, type))
  }

  package func element(
    at index: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    guard case .columns(let table) = self, let name = index.text else { return nil }
    return .native(try Self.column(name, of: table, at: range))
  }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let reader = SQLAlchemyReader(evaluator)
    var own = arguments
    switch (self, method) {
    case (.type(let type), let name?): return try reader.callTypeMethod(name, of: type, arguments)
    case (.table(let table), let name?):
      return try reader.callTableMethod(name, of: table, arguments)
    case (.change(let change, let table), let name?):
      return try reader.callChangeMethod(name, of: change, on: table, arguments)
    case (.schemaItem(.sequence(let sequence)), "next_value"?):
      try own.finish()
      let name = SQLLiteral.quoted(sequence.name.quoted)
      return .native(SQLAlchemyObject.expression(.verbatim("nextval(\(name))")))
    case (.expression(let expression), "op"?):
      let operation = try own.string("opstring", 0)
      try own.finish()
      return .native(SQLAlchemyObject.operation(expression, operation))
    case (.operation(let expression, let operation), nil):
      let operand = try own.require("other", 0).operand(for: expression)
      try own.finish()
      return .native(
        SQLAlchemyObject.expression(.binary(expression, .custom(operation), operand)))
    case (.expression(let expression), let name?):
      guard let value = try reader.callExpressionMethod(name, of: expression, &own) else {
        return nil
      }
      try own.finish()
      return .native(SQLAlchemyObject.expression(value))
    default: return nil
    }
  }

  package func evaluate(
    _ operation: UnaryOperator, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    guard case .expression(let expression) = self, operation == .invert else { return nil }
    return .native(SQLAlchemyObject.expression(try expression.negated(at: range)))
  }

  package func combine(
    _ operation: BinaryOperator, _ other: PythonValue, isReflected: Bool, _ evaluator: Evaluator,
    at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    guard case .expression(let left) = self, !isReflected else { return nil }
    let right = try PythonArgument(other, at: range).operand(for: left)
    let result: SQLExpression
    switch operation {
    case .and: result = .conjunction([left, right])
    case .or: result = .disjunction([left, right])
    case .add, .subtract, .multiply:
      guard left.isNumeric else { fallthrough }
      result = .binary(left, .named(operation.rawValue), right)
    default:
      throw EvaluationFailure(
        Obstacle.unsupported("'\(operation.rawValue)' of this expression is not evaluated"),
        at: range)
    }
    return .native(SQLAlchemyObject.expression(result))
  }

  package func compare(
    _ operation: ComparisonOperator, _ other: PythonValue, isReflected: Bool,
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    guard case .expression(let left) = self, !isReflected else { return nil }
    return .native(
      SQLAlchemyObject.expression(try left.compared(operation, to: other, at: range)))
  }
}
