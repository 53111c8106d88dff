import PGParsing
package import SQLText

/// What a statement that runs by itself does, as far as it matters when its end was not seen.
package enum StandaloneWork: Sendable, Hashable {
  case createIndex(IndexCreation)
  case dropIndex(SchemaObject)
  /// `REINDEX … CONCURRENTLY`; without it, nothing is left behind.
  case reindex(ReindexScope)
  case detachPartition(SchemaObject, from: SchemaObject)
  case addEnumValue(EnumValue)
  /// Something of the whole cluster, or of the database, comes or goes.
  case create(SharedObject)
  case drop(SharedObject)
  case moveDatabase(String, tablespace: String)
  case addPublications([String], subscription: String)
  case dropPublications([String], subscription: String)
  /// `COMMIT PREPARED` or `ROLLBACK PREPARED`.
  case finishPrepared(String)
  /// Doing it twice is doing it once.
  case repeatable
  /// Code that commits as it goes; no catalog knows how far it came.
  case committing
  /// PostgreSQL lets it share a transaction with the journal's word on it.
  case transactional
}

/// The index that a `CREATE INDEX` makes.
package struct IndexCreation: Sendable, Hashable {
  package let table: SchemaObject
  /// Nil where PostgreSQL chooses it.
  package let name: String?
  package let isUnique: Bool
  package let method: String
  package let keyCount: Int
  package let includedCount: Int
  package let isPartial: Bool
  /// `IF NOT EXISTS`.
  package let isOptional: Bool
  /// `ON ONLY`: of a partitioned table it is invalid until its partitions have theirs.
  package let isOfTableAlone: Bool
}

extension IndexCreation {
  /// The index that a statement makes, in whatever way; nil where it makes none.
  package init?(of statement: SQLStatement) {
    guard statement.facts.tag == "CREATE INDEX",
      let index = PGParser.read(statement: statement.text, StandaloneWork.index(of:))
    else { return nil }
    self = index
  }
}

/// What a `REINDEX` goes over.
package enum ReindexScope: Sendable, Hashable {
  case index(SchemaObject)
  case table(SchemaObject)
  case schema(String)
  case database
}

/// Something that `pg_database`, `pg_tablespace` or `pg_subscription` lists.
package struct SharedObject: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable {
    case database
    case tablespace
    case subscription
  }

  package let kind: Kind
  package let name: String
}

extension StandaloneWork {
  /// Reads it from the statement; nil when the parser does not understand it.
  package init?(of statement: SQLStatement) {
    if let work = PGParser.read(statement: statement.text, Self.work(of:)) {
      // A block or procedure may commit where the facts say that it must stand alone.
      let isOrdinary = work == .committing && statement.facts.transaction == .ordinary
      self = isOrdinary ? .transactional : work
      return
    }
    // Newer words than the parser's: `REINDEX DATABASE CONCURRENTLY` without a name is one.
    switch statement.facts.tag {
    case "REINDEX": self = .reindex(.database)
    case "VACUUM", "ANALYZE", "CLUSTER", "ALTER SYSTEM", "DISCARD ALL", "CHECKPOINT":
      self = .repeatable
    default: return nil
    }
  }

  @Sendable private static func work(of tree: Tree) -> StandaloneWork? {
    switch tree.name {
    case "IndexStmt":
      tree.flag("concurrent") ? index(of: tree).map(StandaloneWork.createIndex) : .transactional
    case "DropStmt": indexRemoval(tree) ?? .transactional
    case "ReindexStmt": reindexing(tree)
    case "AlterTableStmt": detachment(tree) ?? .transactional
    case "AlterEnumStmt": enumValue(tree) ?? .transactional
    case "CreatedbStmt": shared(.database, tree.text("dbname")).map(StandaloneWork.create)
    case "DropdbStmt": shared(.database, tree.text("dbname")).map(StandaloneWork.drop)
    case "CreateTableSpaceStmt":
      shared(.tablespace, tree.text("tablespacename")).map(StandaloneWork.create)
    case "DropTableSpaceStmt":
      shared(.tablespace, tree.text("tablespacename")).map(StandaloneWork.drop)
    case "CreateSubscriptionStmt":
      shared(.subscription, tree.text("subname")).map(StandaloneWork.create)
    case "DropSubscriptionStmt":
      shared(.subscription, tree.text("subname")).map(StandaloneWork.drop)
    case "AlterSubscriptionStmt": subscriptionChange(tree)
    case "AlterDatabaseStmt": databaseMove(tree) ?? .transactional
    case "TransactionStmt": tree.text("gid").map(StandaloneWork.finishPrepared)
    case "VacuumStmt", "ClusterStmt", "AlterSystemStmt", "CheckPointStmt", "DiscardStmt":
      .repeatable
    case "CallStmt", "DoStmt": .committing
    default: .transactional
    }
  }

  @Sendable fileprivate static func index(of tree: Tree) -> IndexCreation? {
    guard tree.name == "IndexStmt", let table = tree.relation("relation") else { return nil }
    return IndexCreation(
      table: table, name: tree.text("idxname"), isUnique: tree.flag("unique"),
      method: method(of: tree), keyCount: tree.list("index_params").count,
      includedCount: tree.list("index_including_params").count,
      isPartial: tree.child("where_clause") != nil, isOptional: tree.flag("if_not_exists"),
      isOfTableAlone: tree.child("relation")?.flag("inh") == false)
  }

  /// The access method as the catalog has it: PostgreSQL makes what asks for the old R-tree with GiST.
  private static func method(of tree: Tree) -> String {
    let method = tree.text("access_method") ?? "btree"
    return method == "rtree" ? "gist" : method
  }

  private static func indexRemoval(_ tree: Tree) -> StandaloneWork? {
    guard tree.symbol("remove_type") == "OBJECT_INDEX", tree.flag("concurrent"),
      let names = tree.list("objects").first?.objectNames
    else { return nil }
    return SchemaObject(.relation, names: names).map(StandaloneWork.dropIndex)
  }

  private static func reindexing(_ tree: Tree) -> StandaloneWork? {
    guard tree.option("concurrently", in: "params")?.isOn == true else { return .repeatable }
    switch tree.symbol("kind") {
    case "REINDEX_OBJECT_INDEX":
      return tree.relation("relation").map { .reindex(.index($0)) }
    case "REINDEX_OBJECT_TABLE":
      return tree.relation("relation").map { .reindex(.table($0)) }
    case "REINDEX_OBJECT_SCHEMA": return tree.text("name").map { .reindex(.schema($0)) }
    default: return .reindex(.database)
    }
  }

  private static func detachment(_ tree: Tree) -> StandaloneWork? {
    guard let parent = tree.relation("relation"), let command = tree.list("cmds").first,
      command.symbol("subtype") == "AT_DetachPartition", let definition = command.child("def"),
      definition.flag("concurrent"), let partition = definition.relation("name")
    else { return nil }
    return .detachPartition(partition, from: parent)
  }

  private static func enumValue(_ tree: Tree) -> StandaloneWork? {
    // With an old value, this gives one another name.
    guard (tree.text("old_val") ?? "").isEmpty, let label = tree.text("new_val"),
      let type = tree.object(.type, "type_name")
    else { return nil }
    return .addEnumValue(EnumValue(type: type, label: label))
  }

  private static func shared(_ kind: SharedObject.Kind, _ name: String?) -> SharedObject? {
    name.map { SharedObject(kind: kind, name: $0) }
  }

  private static func subscriptionChange(_ tree: Tree) -> StandaloneWork? {
    guard let name = tree.text("subname") else { return nil }
    return switch tree.symbol("kind") {
    case "ALTER_SUBSCRIPTION_REFRESH", "ALTER_SUBSCRIPTION_SET_PUBLICATION",
      "ALTER_SUBSCRIPTION_OPTIONS":
      .repeatable
    case "ALTER_SUBSCRIPTION_ADD_PUBLICATION":
      .addPublications(tree.names("publication"), subscription: name)
    case "ALTER_SUBSCRIPTION_DROP_PUBLICATION":
      .dropPublications(tree.names("publication"), subscription: name)
    default: .transactional
    }
  }

  /// `ALTER DATABASE … SET TABLESPACE`.
  private static func databaseMove(_ tree: Tree) -> StandaloneWork? {
    guard let name = tree.text("dbname"),
      let tablespace = tree.option("tablespace", in: "options")?.child("arg")?.text("sval")
    else { return nil }
    return .moveDatabase(name, tablespace: tablespace)
  }
}
