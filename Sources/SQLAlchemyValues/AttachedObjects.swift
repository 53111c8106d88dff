package import PostgresDDL
package import PythonEvaluation
package import PythonSyntax
import SQLAlchemyCore
package import SQLExpressions

// What a listener is given: the objects of SQLAlchemy while they are put together.

/// A column on its way into a table.
package final class AttachedColumn: NativeObject {
  package let column: ColumnDefinition
  package internal(set) weak var table: AttachedTable?
  /// Functions that wait for the column to come into its table.
  var listeners: [(event: String, function: PythonValue)] = []

  package init(_ column: ColumnDefinition) { self.column = column }

  package var kindName: String { "a column" }
  package var hashKey: HashKey? { .object(ObjectIdentifier(self)) }
  /// A column is no condition for Python.
  package var truth: Bool? { nil }

  package func isInstance(of path: String) -> Bool? { KnownNames.canonical(path) == "sa.Column" }

  /// The column in an expression.
  var element: CoreObject { .element(.column(column.name, column.type)) }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "name", "key": return .string(column.name)
    case "type": return .native(SQLAlchemyObject.type(column.type))
    case "table": if let table { return .native(table) }
    case "primary_key": return .boolean(column.isPrimaryKey)
    case "unique": return .boolean(column.isUnique)
    case "index": return .boolean(column.isIndexed)
    case "in_", "notin_", "not_in", "is_", "is_not", "isnot", "between", "like": return nil
    default: break
    }
    throw .unlisted(name, of: self, at: range)
  }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    try element.call(method, arguments, evaluator)
  }

  package func combine(
    _ operation: BinaryOperator, _ other: PythonValue, isReflected: Bool, _ evaluator: Evaluator,
    at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try element.combine(operation, other, isReflected: isReflected, evaluator, at: range)
  }

  package func compare(
    _ operation: ComparisonOperator, _ other: PythonValue, isReflected: Bool,
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try element.compare(operation, other, isReflected: isReflected, evaluator, at: range)
  }
}

/// A table while its parts come into it.
package final class AttachedTable: NativeObject {
  /// Nil where a column is made before anybody says for which table.
  private let name: TableName?
  package private(set) var columns: [AttachedColumn] = []
  private var info: PythonValue?

  package init(_ name: TableName?) { self.name = name }

  package func append(_ column: AttachedColumn) {
    column.table = self
    columns.append(column)
  }

  package var kindName: String { "a table" }
  package var hashKey: HashKey? { .object(ObjectIdentifier(self)) }

  package func isInstance(of path: String) -> Bool? { KnownNames.canonical(path) == "sa.Table" }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "columns", "c": return .native(AttachedColumns(columns: columns))
    case "info":
      if info == nil { info = try evaluator.dictionary(at: range) }
      return info
    default: break
    }
    guard let table = self.name else {
      throw EvaluationFailure(
        .unsupported("the '\(name)' of a table whose column is being made is not known"), at: range)
    }
    switch name {
    case "name",
      "key" where table.schema == nil:
      return .string(table.name)
    case "schema": return table.schema.map { .string($0) } ?? PythonValue.none
    case "fullname", "key":
      return .string((table.schema.map { "\($0)." } ?? "") + table.name)
    default: throw .unlisted(name, of: self, at: range)
    }
  }
}

/// `table.columns`, or those of a constraint.
struct AttachedColumns: NativeObject {
  let columns: [AttachedColumn]
  var kindName: String { "the columns" }
  var truth: Bool? { !columns.isEmpty }

  func elements(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> [PythonValue]? { columns.map { .native($0) } }

  func element(
    at index: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    if case .integer(let place) = index, columns.indices.contains(place) {
      return .native(columns[place])
    }
    guard let name = index.text else { return nil }
    return columns.first { $0.column.name == name }.map { .native($0) }
  }

  func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    if let column = columns.first(where: { $0.column.name == name }) { return .native(column) }
    guard name == "keys" || name == "values" else { throw .unlisted(name, of: self, at: range) }
    return nil
  }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    try arguments.finish()
    switch method {
    case "keys":
      return try evaluator.list(columns.map { .string($0.column.name) }, at: arguments.range)
    case "values": return try evaluator.list(columns.map { .native($0) }, at: arguments.range)
    default: return nil
    }
  }
}

extension EvaluationFailure {
  /// An attribute of which nothing is known: it may be a value or a method.
  fileprivate static func unlisted(
    _ name: String, of object: any NativeObject, at range: Range<Int>
  ) -> EvaluationFailure {
    EvaluationFailure(.unsupported("'\(name)' of \(object.kindName) is not evaluated"), at: range)
  }
}

/// A constraint while it comes into its table.
package final class AttachedConstraint: NativeObject {
  /// What kind of constraint it is, by SQLAlchemy's name for its class.
  package let className: String
  package private(set) var name: ObjectName?
  private let columns: [AttachedColumn]
  /// What a foreign key refers to, as SQLAlchemy writes it.
  private let targets: [String]
  private let condition: SQLElement?
  private let table: AttachedTable
  private var info: PythonValue?

  package init(
    _ className: String, name: ObjectName?, columns: [AttachedColumn] = [], targets: [String] = [],
    condition: SQLElement? = nil, table: AttachedTable
  ) {
    self.className = className
    self.name = name
    self.columns = columns
    self.targets = targets
    self.condition = condition
    self.table = table
  }

  package var kindName: String { "a \(className)" }
  package var hashKey: HashKey? { .object(ObjectIdentifier(self)) }

  package func isInstance(of path: String) -> Bool? {
    switch KnownNames.canonical(path) {
    case "sa.\(className)", "sa.Constraint", "sa.SchemaItem": true
    case "sa.PrimaryKeyConstraint", "sa.UniqueConstraint", "sa.ForeignKeyConstraint",
      "sa.CheckConstraint", "sa.Index", "sa.Column", "sa.Table":
      false
    default: nil
    }
  }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "name":
      guard let known = self.name else { return PythonValue.none }
      return .string(
        PythonString(known.text, mark: known.isShortened ? PythonString.finalName : 0))
    case "table", "parent": return .native(table)
    case "columns" where className != "CheckConstraint":
      return .native(AttachedColumns(columns: columns))
    case "info":
      if info == nil { info = try evaluator.dictionary(at: range) }
      return info
    case "sqltext": if let text = condition?.plainText { return .native(ClauseText(text: text)) }
    case "elements" where className == "ForeignKeyConstraint":
      return try evaluator.list(
        zip(columns, targets).map { .native(ForeignKeyElement(parent: $0, target: $1)) }, at: range)
    default: break
    }
    throw .unlisted(name, of: self, at: range)
  }

  package func setAttribute(
    _ name: String, to value: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    guard name == "name" else { return false }
    self.name = value.isNone ? nil : try PythonArgument(value, at: range).name()
    return true
  }
}

/// One column of a foreign key.
private struct ForeignKeyElement: NativeObject {
  let parent: AttachedColumn
  let target: String
  var kindName: String { "a ForeignKey" }

  func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "parent": return .native(parent)
    case "target_fullname": return .string(target)
    default: throw .unlisted(name, of: self, at: range)
    }
  }
}

/// The text of a condition.
private struct ClauseText: NativeObject {
  let text: String?
  var kindName: String { "a text of SQL" }
  var truth: Bool? { nil }
}

extension SQLElement {
  /// The text that was written, where SQLAlchemy prints it as it is.
  fileprivate var plainText: String? {
    guard case .text(let template) = node, !template.text.utf8.contains(UInt8(ascii: ":")) else {
      return nil
    }
    return template.text
  }
}
