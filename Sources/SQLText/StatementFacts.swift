/// What is known of a statement without running it.
package struct StatementFacts: Sendable, Hashable {
  /// The command in PostgreSQL's words, such as `CREATE TABLE`; empty for a comment alone.
  package var tag: String
  /// Whether the parser understood the statement; when not, the rest of the facts are a guess.
  package var isAnalysed: Bool
  package var transaction: TransactionEffect
  /// Locks on relations that may have existed before the statement.
  package var locks: [RelationLock]
  /// Objects that exist after the statement and may not have before.
  package var creates: [SchemaObject]
  /// Objects without which the statement fails.
  package var needs: [SchemaObject]
  /// Objects that are gone (or have another name) after the statement.
  package var drops: [SchemaObject]
  /// How the statement can lose data, if it can.
  package var dataLoss: DataLoss?
  /// What it makes true of objects.
  package var rules: [TraitRule] = []
  /// It must stand alone if one of these holds.
  package var standsAloneIf: [ObjectTrait] = []
  package var addsValue: EnumValue?
  /// Whether transactions may write from then on, where it says so.
  package var access: TransactionAccess?
  /// Whether what it has in dollar quotes is stored without being read.
  package var storesCode = false
  package var repetition = Repetition.once

  package init(
    tag: String, isAnalysed: Bool = true, transaction: TransactionEffect = .ordinary,
    locks: [RelationLock] = [], creates: [SchemaObject] = [], needs: [SchemaObject] = [],
    drops: [SchemaObject] = [], dataLoss: DataLoss? = nil
  ) {
    self.tag = tag
    self.isAnalysed = isAnalysed
    self.transaction = transaction
    self.locks = locks
    self.creates = creates
    self.needs = needs
    self.drops = drops
    self.dataLoss = dataLoss
  }

  /// The strongest of the locks, if any is taken.
  package var strongestLock: LockLevel? { locks.map(\.level).max() }
}

/// What a statement has to do with transactions.
package enum TransactionEffect: Sendable, Hashable {
  /// Runs inside a transaction like any other.
  case ordinary
  /// Begins, ends or divides a transaction itself.
  case control(TransactionControl)
  /// PostgreSQL refuses it inside a transaction block.
  case standalone
}

/// The statements with which a file manages transactions itself.
package enum TransactionControl: Sendable, Hashable {
  /// `BEGIN`, `START TRANSACTION`.
  case begin
  /// `COMMIT`, `END`; with `AND CHAIN` a new transaction follows at once.
  case commit(andChain: Bool)
  /// `ROLLBACK`, `ABORT`, not `ROLLBACK TO`.
  case rollback(andChain: Bool)
  /// `PREPARE TRANSACTION`.
  case prepare
  /// `SAVEPOINT`, `RELEASE`, `ROLLBACK TO`: inside a transaction, without ending it.
  case savepoint
  /// `COMMIT PREPARED`, `ROLLBACK PREPARED`: of another transaction.
  case finishPrepared
}

/// What `READ ONLY` or `READ WRITE` in a statement is about.
package enum TransactionAccess: Sendable, Hashable {
  /// The transaction that is open, or that the statement begins.
  case transaction(isReadOnly: Bool)
  /// Those that the session begins later.
  case session(isReadOnly: Bool)
}

/// A lock that a statement takes on a relation.
package struct RelationLock: Sendable, Hashable {
  package let relation: SchemaObject
  package let level: LockLevel

  package init(_ relation: SchemaObject, _ level: LockLevel) {
    self.relation = relation
    self.level = level
  }
}

/// How a statement loses data.
package enum DataLoss: String, Sendable, Hashable {
  case dropTable = "drop-table"
  case dropColumn = "drop-column"
  case dropSchema = "drop-schema"
  case dropDatabase = "drop-database"
  case dropMaterializedView = "drop-materialized-view"
  case truncate = "truncate"
  case deleteWithoutCondition = "delete-without-where"
  case updateWithoutCondition = "update-without-where"
  /// `DROP … CASCADE` of something that is not itself data: what depends on it goes too.
  case dropCascade = "drop-cascade"
}

/// Something with a name in a database.
package struct SchemaObject: Sendable, Hashable, CustomStringConvertible {
  package enum Kind: String, Sendable, Hashable {
    case schema
    /// Table, view, materialized view, sequence, index, foreign table: one name space.
    case relation
    case column
    case type
    /// Function, procedure or aggregate, whatever its arguments.
    case function
    case role
    case `extension`
    case publication
    case policy
    case trigger
    case constraint
  }

  package let kind: Kind
  /// The schema when the text says it.
  package let schema: String?
  /// The name as PostgreSQL stores it: folded to lower case unless it was quoted.
  package let name: String
  /// For what lives inside a relation: the column, policy, trigger or constraint.
  package let member: String?

  package init(_ kind: Kind, schema: String? = nil, _ name: String, member: String? = nil) {
    self.kind = kind
    self.schema = schema
    self.name = name
    self.member = member
  }

  /// `schema.name` or `name`, with the member after a further dot.
  package var description: String {
    [schema, name, member].compactMap { $0 }.joined(separator: ".")
  }

  /// The same object with an unsaid schema taken as `public`, to compare two texts.
  package var inDefaultSchema: SchemaObject {
    switch kind {
    case .schema, .role, .extension, .publication: self
    default: SchemaObject(kind, schema: schema ?? "public", name, member: member)
    }
  }
}
