import Diagnostics
package import PostgresDDL
package import PythonEvaluation
package import PythonSyntax
package import SQLAlchemyCore
package import SQLExpressions

/// What the constructors of SQLAlchemy make.
package indirect enum SQLAlchemyObject {
  case type(SQLType)
  case schemaItem(SchemaItem)
  case metadata(TableCollection)
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

extension PythonValue {
  /// The object of SQLAlchemy that the value is.
  package var object: SQLAlchemyObject? {
    if case .native(let object) = self { object as? SQLAlchemyObject } else { nil }
  }
}

extension PythonArgument {
  package var object: SQLAlchemyObject? { value.object }

  /// The expression, table or statement that the value is.
  package var coreObject: CoreObject? {
    guard case .native(let object) = value else { return nil }
    return object as? CoreObject ?? (object as? TableObject)?.core
  }

  /// The table that the value is, with its parts.
  var tableObject: TableObject? {
    if case .native(let object) = value { object as? TableObject } else { nil }
  }
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

extension ColumnDefinition {
  /// The column in an expression.
  func element(at range: Range<Int>) throws(EvaluationFailure) -> SQLElement {
    guard !isClassMember, !name.isEmpty else {
      throw EvaluationFailure(
        Obstacle.unsupported("the column of a mapped class is not evaluated in an expression"),
        at: range)
    }
    return .column(name, type)
  }
}

extension SQLAlchemyObject: NativeObject {
  package var asClassMember: PythonValue? {
    guard case .schemaItem(.column(var column)) = self else { return nil }
    column.isClassMember = true
    return .native(SQLAlchemyObject.schemaItem(.column(column)))
  }

  package var kindName: String {
    switch self {
    case .type: "a type"
    case .schemaItem(.column): "a column"
    case .schemaItem: "a schema item"
    default: "an object"
    }
  }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch (self, name) {
    case (.schemaItem(.column(let column)), "name"), (.schemaItem(.column(let column)), "key"):
      return .string(column.name)
    case (.schemaItem(.sequence(let sequence)), "name"): return .string(sequence.name.name)
    case (.schemaItem(.sequence(let sequence)), "schema"):
      return sequence.name.schema.map { .string($0) } ?? PythonValue.none
    case (.schemaItem(.index(let index)), "name"):
      return index.name.map { .string($0.text) }
    case (.metadata(let collection), "tables"):
      return .native(TableMapping(collection: collection))
    case (.metadata(let collection), "bind"): return collection.bind
    case (.metadata(let collection), "naming_convention"):
      return collection.namingConvention.flatMap { $0.isNone ? nil : $0 }
    case (.metadata(let collection), "schema"):
      return collection.schema.map { .string($0) } ?? PythonValue.none
    default: return nil
    }
  }

  package func setAttribute(
    _ name: String, to value: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    guard case .metadata(let collection) = self, name == "bind" else { return false }
    collection.bind = value
    return true
  }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let reader = SQLAlchemyReader(evaluator)
    switch (self, method) {
    case (.type(let type), let name?): return try reader.callTypeMethod(name, of: type, arguments)
    case (.metadata, "create_all"?), (.metadata, "drop_all"?):
      var own = arguments
      let isChecked = try own.flag("checkfirst", default: true) && reader.form == .online
      throw arguments.refuse(
        isChecked
          ? .needsData("which of the tables exist is not known before it runs")
          : .unsupported("the tables of a MetaData are not evaluated together"))
    case (.schemaItem(.sequence(let sequence)), "next_value"?):
      try arguments.finish()
      let name = SQLLiteral.quoted(sequence.name.quoted)
      return .native(CoreObject.element(.verbatim("nextval(\(name))")))
    case (.schemaItem(.column), "copy"?), (.schemaItem(.column), "_copy"?):
      try arguments.finish()
      return .native(self)
    case (.schemaItem(let item), let name?):
      if let value = try reader.callItemMethod(name, of: item, arguments) { return value }
      guard let column = try column(at: arguments.range) else { return nil }
      return try column.call(name, arguments, evaluator)
    default: return nil
    }
  }

  /// A `Column` that stands in an expression.
  private func column(at range: Range<Int>) throws(EvaluationFailure) -> CoreObject? {
    guard case .schemaItem(.column(let column)) = self else { return nil }
    return .element(try column.element(at: range))
  }

  package func evaluate(
    _ operation: UnaryOperator, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try column(at: range)?.evaluate(operation, evaluator, at: range)
  }

  package func combine(
    _ operation: BinaryOperator, _ other: PythonValue, isReflected: Bool, _ evaluator: Evaluator,
    at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try column(at: range)?.combine(operation, other, isReflected: isReflected, evaluator, at: range)
  }

  package func compare(
    _ operation: ComparisonOperator, _ other: PythonValue, isReflected: Bool,
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try column(at: range)?.compare(operation, other, isReflected: isReflected, evaluator, at: range)
  }
}
