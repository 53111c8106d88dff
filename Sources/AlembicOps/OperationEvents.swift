import PostgresDDL
import PythonEvaluation
import SQLAlchemyValues
import SQLExpressions

/// Asks the project's listeners what they make of an operation's objects, as SQLAlchemy does when it makes them.
///
/// Of what a listener may do, a new name for a constraint is followed, and what it sends to the database.
/// Anything else is refused where it happens.
struct OperationEvents {
  let evaluator: Evaluator
  let events: SchemaEvents
  let range: Range<Int>

  /// The operation with the names that the listeners give to its constraints.
  func applied(to operation: Operation) throws(EvaluationFailure) -> Operation {
    switch operation {
    case .createTable(let table): return .createTable(try applied(to: table))
    case .addColumn(var added):
      let table = AttachedTable(added.table)
      try attach(&added.column, to: table)
      return .addColumn(added)
    case .addConstraint(let constraint, let name):
      return .addConstraint(try applied(to: constraint, alone: name), name)
    case .dropConstraint(let name, let table, let kind, let ifExists):
      // Alembic makes a constraint of that name without any column.
      let constraint = AttachedConstraint(
        kind?.className ?? "Constraint", name: name, table: AttachedTable(table))
      guard let new = try told(constraint) else {
        throw refusal("a listener that takes the name of a constraint away")
      }
      return .dropConstraint(new, table, kind, ifExists: ifExists)
    case .alterColumn(let altered):
      let changesCheck = altered.type?.check != nil || altered.existingType?.check != nil
      let listeners = try listeners(to: "CheckConstraint")
      guard !changesCheck || listeners.isEmpty else {
        throw refusal("a listener to the CHECK of a type that changes")
      }
      return operation
    default: return operation
    }
  }

  /// `before_create` and its like, with the table that they are about.
  func tell(_ event: String, of operation: Operation, bind: PythonValue) throws(EvaluationFailure) {
    let listeners = events.listeners(to: "Table", event)
    guard !listeners.isEmpty else { return }
    let table: AttachedTable
    switch operation {
    case .createTable(let definition):
      table = AttachedTable(definition.name)
      for column in definition.columns { table.append(AttachedColumn(column)) }
    case .dropTable(let name, _): table = AttachedTable(name)
    default: return
    }
    for listener in listeners {
      var arguments = CallArguments(
        callee: event, range: range,
        positional: [
          PythonArgument(.native(table), at: range), PythonArgument(bind, at: range),
        ])
      for name in ["checkfirst", "_ddl_runner"] {
        arguments.append(.unknown(.unsupported("'\(name)' of an event is not evaluated")), as: name)
      }
      _ = try evaluator.call(listener.function, arguments, at: range)
    }
  }

  private func refusal(_ subject: String) -> EvaluationFailure {
    EvaluationFailure(Obstacle.unsupported("\(subject) is not evaluated"), at: range)
  }

  private static let event = "after_parent_attach"

  /// Who listens to a constraint: whoever listens to its class, or to all constraints.
  private func listeners(
    to name: String
  ) throws(EvaluationFailure) -> [SchemaEvents.Listener] {
    let own = name == "Constraint" ? [] : events.listeners(to: name, Self.event)
    let general = events.listeners(to: "Constraint", Self.event)
    guard own.isEmpty || general.isEmpty else {
      throw refusal("the order of listeners to 'Constraint' and to '\(name)'")
    }
    return own + general
  }

  /// The name that a constraint has when all who listen to it were asked.
  private func told(_ constraint: AttachedConstraint) throws(EvaluationFailure) -> ObjectName? {
    let table = try constraint.attribute("table", evaluator, at: range) ?? .none
    for listener in try listeners(to: constraint.className) {
      _ = try evaluator.call(
        listener.function, with: [.native(constraint), table], at: range)
    }
    return constraint.name
  }
}

extension OperationEvents {
  private func applied(to definition: TableDefinition) throws(EvaluationFailure) -> TableDefinition
  {
    var definition = definition
    let table = AttachedTable(definition.name)
    // The key that SQLAlchemy makes for every table loses its name with the first column that comes to it.
    for index in definition.columns.indices { try attach(&definition.columns[index], to: table) }
    for index in definition.constraints.indices {
      definition.constraints[index] = try applied(to: definition.constraints[index], in: table)
    }
    return definition
  }

  /// Puts a column into its table, with the constraints that it brings.
  private func attach(
    _ column: inout ColumnDefinition, to table: AttachedTable
  ) throws(EvaluationFailure) {
    let attached = AttachedColumn(column)
    table.append(attached)
    if column.isUnique, !column.isIndexed {
      column.uniqueName = try told(
        AttachedConstraint("UniqueConstraint", name: nil, columns: [attached], table: table))
    }
    let hasOwnChecks = column.type.check != nil || !column.checks.isEmpty
    let listeners = try listeners(to: "CheckConstraint")
    guard !hasOwnChecks || listeners.isEmpty else {
      throw refusal("a listener to the CHECK of a column")
    }
    for index in column.tableChecks.indices {
      guard case .check(let check) = try applied(to: .check(column.tableChecks[index]), in: table)
      else { continue }
      column.tableChecks[index] = check
    }
    for index in column.foreignKeys.indices {
      guard
        case .foreignKey(let key) = try applied(
          to: .foreignKey(column.foreignKeys[index]), in: table)
      else { continue }
      column.foreignKeys[index] = key
    }
  }

  /// A constraint for which Alembic makes a table of its own, with no more columns than it names.
  private func applied(
    to constraint: TableConstraint, alone name: TableName
  ) throws(EvaluationFailure) -> TableConstraint {
    let table = AttachedTable(name)
    var columns: [String] = []
    switch constraint {
    case .primaryKey(let key), .unique(let key): columns = key.columns
    case .foreignKey(let key):
      columns = key.columns + (key.target == name ? key.targetColumns : [])
    case .check: columns = ["x"]
    case .exclude: break
    }
    var known: Set<String> = []
    for column in columns where known.insert(column).inserted {
      table.append(AttachedColumn(ColumnDefinition(name: column, type: .unsaid)))
    }
    let once = try applied(to: constraint, in: table)
    // `SchemaObjects.unique_constraint` puts a constraint into its table that is there already.
    guard case .unique = once else { return once }
    return try applied(to: once, in: table)
  }

  private func applied(
    to constraint: TableConstraint, in table: AttachedTable
  ) throws(EvaluationFailure) -> TableConstraint {
    func columns(_ names: [String]) -> [AttachedColumn] {
      names.compactMap { name in table.columns.first { $0.column.name == name } }
    }
    switch constraint {
    case .primaryKey(var key):
      let members =
        key.columns.isEmpty
        ? table.columns.filter(\.column.isPrimaryKey) : columns(key.columns)
      key.name = try told(
        AttachedConstraint("PrimaryKeyConstraint", name: key.name, columns: members, table: table))
      return .primaryKey(key)
    case .unique(var key):
      key.name = try told(
        AttachedConstraint(
          "UniqueConstraint", name: key.name, columns: columns(key.columns), table: table))
      return .unique(key)
    case .foreignKey(var key):
      let owner = (key.target.schema.map { "\($0)." } ?? "") + key.target.name
      key.name = try told(
        AttachedConstraint(
          "ForeignKeyConstraint", name: key.name, columns: columns(key.columns),
          targets: key.targetColumns.map { "\(owner).\($0)" }, table: table))
      return .foreignKey(key)
    case .check(var check):
      check.name = try told(
        AttachedConstraint(
          "CheckConstraint", name: check.name, condition: check.condition, table: table))
      return .check(check)
    case .exclude:
      guard try listeners(to: "Constraint").isEmpty else {
        throw refusal("a listener to an exclusion constraint")
      }
      return constraint
    }
  }
}

extension DroppedConstraintKind {
  fileprivate var className: String {
    switch self {
    case .foreignKey: "ForeignKeyConstraint"
    case .primaryKey: "PrimaryKeyConstraint"
    case .unique: "UniqueConstraint"
    case .check: "CheckConstraint"
    }
  }
}
