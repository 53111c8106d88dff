import SQLExpressions

extension OperationCompiler {
  /// The constraint with the name that the naming convention gives it.
  ///
  /// Alembic makes the table that a foreign key refers to for `create_foreign_key` alone: elsewhere
  /// SQLAlchemy can look columns up only in the table itself.
  func named(
    _ constraint: TableConstraint, in table: TableName, columns: Set<String> = [],
    knowsTarget: Bool = false
  ) throws(Refusal) -> TableConstraint {
    func subject(_ columns: [String]?) -> NamingSubject {
      NamingSubject(table: table, columns: columns, others: others)
    }
    let others = columns
    switch constraint {
    case .primaryKey(var key):
      key.name = try convention.name(of: key.name, .primaryKey, subject(key.columns))
      return .primaryKey(key)
    case .unique(var key):
      key.name = try convention.name(of: key.name, .unique, subject(key.columns))
      return .unique(key)
    case .foreignKey(var key):
      var place = subject(key.columns)
      place.target = key.target
      let isOwn = key.target == table && others.isSuperset(of: key.targetColumns)
      place.targetColumns = knowsTarget || isOwn ? key.targetColumns : nil
      key.name = try convention.name(of: key.name, .foreignKey, place)
      return .foreignKey(key)
    case .check(let check): return .check(try named(check, in: table, columns: others))
    case .exclude: return constraint
    }
  }

  func named(
    _ check: CheckConstraint, in table: TableName, columns: Set<String> = []
  ) throws(Refusal) -> CheckConstraint {
    var check = check
    // SQLAlchemy takes the columns out of an expression; a text has none.
    let known: [String]? =
      switch check.condition.node {
      case .text: []
      case .binary(let binary) where binary.left.type.check != nil:
        binary.left.columnName.map { [$0] }
      default: nil
      }
    check.name = try convention.name(
      of: check.name, .check, NamingSubject(table: table, columns: known, others: columns))
    return check
  }

  /// The index with the name that it will have.
  func named(
    _ index: IndexDefinition, columns: Set<String> = []
  ) throws(Refusal) -> IndexDefinition {
    var index = index
    let keys = index.keys.map { key in
      if case .column(let column, _) = key { column } else { String?.none }
    }
    let known = keys.first == .some(nil) ? nil : keys.prefix { $0 != nil }.compactMap(\.self)
    index.name = try convention.name(
      of: index.name, .index,
      NamingSubject(
        table: index.table, columns: known?.count == keys.count ? known : nil, others: columns))
    guard index.name != nil else {
      throw .invalid("the index has no name", hint: "give it one")
    }
    return index
  }

  func named(_ index: DroppedIndex) throws(Refusal) -> DroppedIndex {
    var index = index
    let table = index.table ?? TableName("no_table", schema: index.schema)
    let place = NamingSubject(table: table, columns: nil)
    index.name = try convention.name(of: index.name, .index, place) ?? index.name
    return index
  }

  /// The name under which a constraint of some kind is dropped; Alembic makes one without columns.
  func droppedName(
    _ name: ObjectName, _ kind: DroppedConstraintKind?, of table: TableName
  ) throws(Refusal) -> ObjectName {
    guard let kind else { return name }
    let found = try convention.name(of: name, kind.convention, NamingSubject(table: table))
    return found ?? name
  }
}

/// What `type_=` of `op.drop_constraint` says.
package enum DroppedConstraintKind: String, Sendable, Hashable {
  case foreignKey = "foreignkey"
  case primaryKey = "primary"
  case unique
  case check

  var convention: NamingConvention.Kind {
    switch self {
    case .foreignKey: .foreignKey
    case .primaryKey: .primaryKey
    case .unique: .unique
    case .check: .check
    }
  }
}
