import PostgresDDL
import PythonEvaluation
import SQLExpressions

/// A type on its way to a column, while the project's listeners are asked.
///
/// SQLAlchemy tells them when `Column(…)` is called, and those that listen to the column when the column
/// comes into its table. Nothing but the table's name is decided between the two.
final class TypeAttachment {
  let column: AttachedColumn
  let table = AttachedTable(nil)
  private(set) var checks: [(constraint: AttachedConstraint, check: CheckConstraint)] = []

  init(_ column: ColumnDefinition) { self.column = AttachedColumn(column) }

  /// The object that a listener gets for a constraint that it makes; nil for anything else.
  ///
  /// SQLAlchemy puts a constraint that names columns into their table at once.
  func attached(
    _ object: SQLAlchemyObject, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch object {
    case .schemaItem(.constraint(.check(let check))) where check.condition.hasColumns:
      let constraint = AttachedConstraint(
        "CheckConstraint", name: check.name, condition: check.condition, table: table)
      checks.append((constraint, check))
      return .native(constraint)
    case .schemaItem:
      throw EvaluationFailure(
        .unsupported("a listener that makes this is not evaluated"), at: range)
    default: return nil
    }
  }
}

extension SQLAlchemyReader {
  /// The type of a column; an object of a class that is listened to is given back.
  func columnType(
    _ argument: PythonArgument, _ attached: inout PythonInstance?
  ) throws(EvaluationFailure) -> SQLType {
    var value = argument.value
    if case .classObject = value {
      value = try evaluator.call(value, with: [], at: argument.range)
    }
    guard case .instance(let instance) = value,
      !library.classes.events.listeners(to: instance.type).isEmpty
    else { return try type(from: PythonArgument(value, at: argument.range)) }
    attached = instance
    return try type(of: instance, isInColumn: true, at: argument.range)
  }

  /// What the listeners of a type's class add to the table of a column.
  func tableChecks(
    of instance: PythonInstance, in column: ColumnDefinition, at range: Range<Int>
  ) throws(EvaluationFailure) -> [CheckConstraint] {
    let attachment = TypeAttachment(column)
    let outer = library.attachment
    library.attachment = attachment
    defer { library.attachment = outer }
    for listener in library.classes.events.listeners(to: instance.type) {
      guard Self.attaching.contains(listener.event) else {
        throw EvaluationFailure(
          .unsupported(
            "what listens to '\(listener.event)' of '\(instance.type.name)' is not evaluated"),
          at: range)
      }
      _ = try evaluator.call(
        listener.function, with: [.instance(instance), .native(attachment.column)], at: range)
    }
    attachment.table.append(attachment.column)
    for (event, function) in attachment.column.listeners {
      guard Self.attaching.contains(event) else {
        throw EvaluationFailure(
          .unsupported("what listens to '\(event)' of a column is not evaluated"), at: range)
      }
      _ = try evaluator.call(
        function, with: [.native(attachment.column), .native(attachment.table)], at: range)
    }
    return attachment.checks.map { constraint, check in
      var check = check
      check.name = constraint.name
      return check
    }
  }

  private static let attaching: Set = ["before_parent_attach", "after_parent_attach"]
}
