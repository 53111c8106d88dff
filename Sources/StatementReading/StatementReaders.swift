import PGParsing
import SQLText

/// How the facts of one kind of statement are read.
struct StatementReader: Sendable {
  /// The command tag, as PostgreSQL reports it.
  let tag: @Sendable (Tree) -> String
  let read: @Sendable (inout FactsBuilder, Tree) -> Void

  init(
    _ tag: String, _ read: @escaping @Sendable (inout FactsBuilder, Tree) -> Void = { _, _ in }
  ) {
    self.tag = { _ in tag }
    self.read = read
  }

  /// For commands whose tag depends on what they are about.
  init(
    tag: @escaping @Sendable (Tree) -> String,
    _ read: @escaping @Sendable (inout FactsBuilder, Tree) -> Void = { _, _ in }
  ) {
    self.tag = tag
    self.read = read
  }

  /// A command that no transaction block may contain.
  static func standalone(_ tag: String) -> StatementReader {
    StatementReader(tag) { facts, _ in facts.transaction = .standalone }
  }

  /// A tag that ends in the words for the object type in a field.
  static func about(
    _ verb: String, _ field: StaticString,
    _ read: @escaping @Sendable (inout FactsBuilder, Tree) -> Void
  ) -> StatementReader {
    StatementReader(tag: { "\(verb) \(ObjectType.words($0.symbol(field)))" }, read)
  }
}

/// One reader for each statement that PostgreSQL's grammar has, by the parser's name for it.
enum StatementReaders {
  static let all: [String: StatementReader] = [
    queries, tables, objects, routines, types, roles, system,
  ]
  .reduce(into: [:]) { all, group in all.merge(group) { first, _ in first } }

  private static let queries: [String: StatementReader] = [
    "SelectStmt": StatementReader(tag: { $0.selectTag }) { $0.select($1) },
    "InsertStmt": StatementReader("INSERT") { $0.walkInsert($1) },
    "UpdateStmt": StatementReader("UPDATE") { $0.walkUpdate($1) },
    "DeleteStmt": StatementReader("DELETE") { $0.walkDelete($1) },
    "MergeStmt": StatementReader("MERGE") { $0.walkMerge($1) },
    "CreateTableAsStmt": StatementReader(tag: { $0.createTableAsTag }) { $0.createTableAs($1) },
    "ExplainStmt": StatementReader("EXPLAIN") { $0.explain($1) },
    "PrepareStmt": StatementReader("PREPARE") { $0.prepare($1) },
    "ExecuteStmt": StatementReader("EXECUTE") { $0.walk($1.list("params")) },
    "DeallocateStmt": StatementReader(tag: {
      $0.text("name") == nil ? "DEALLOCATE ALL" : "DEALLOCATE"
    }),
    "DeclareCursorStmt": StatementReader("DECLARE CURSOR") { $0.walk($1.child("query")) },
    "FetchStmt": StatementReader(tag: { $0.flag("ismove") ? "MOVE" : "FETCH" }),
    "ClosePortalStmt": StatementReader(tag: {
      $0.text("portalname") == nil ? "CLOSE CURSOR ALL" : "CLOSE CURSOR"
    }),
    "CopyStmt": StatementReader("COPY") { $0.copy($1) },
    "CallStmt": StatementReader("CALL") { $0.call($1) },
    "DoStmt": StatementReader("DO") { $0.runBlock($1) },
    "ReturnStmt": StatementReader("RETURN") { $0.walk($1.child("returnval")) },
    "TransactionStmt": StatementReader(tag: { $0.transactionTag }) { $0.readTransaction($1) },
    "LockStmt": StatementReader("LOCK TABLE") { $0.lockTables($1) },
    "TruncateStmt": StatementReader("TRUNCATE TABLE") { $0.truncate($1) },
  ]

  private static let tables: [String: StatementReader] = [
    "CreateStmt": StatementReader("CREATE TABLE") { $0.createTable($1) },
    "CreateForeignTableStmt": StatementReader("CREATE FOREIGN TABLE") { $0.createForeignTable($1) },
    "AlterTableStmt": .about("ALTER", "objtype") { $0.alterTable($1) },
    "AlterTableMoveAllStmt": .about("ALTER", "objtype") { $0.walk($1.list("roles")) },
    "IndexStmt": StatementReader("CREATE INDEX") { $0.createIndex($1) },
    "CreateStatsStmt": StatementReader("CREATE STATISTICS") { $0.createStatistics($1) },
    "AlterStatsStmt": StatementReader("ALTER STATISTICS"),
    "CreateSeqStmt": StatementReader("CREATE SEQUENCE") { $0.createSequence($1) },
    "AlterSeqStmt": StatementReader("ALTER SEQUENCE") { $0.alterSequence($1) },
    "ViewStmt": StatementReader("CREATE VIEW") { $0.createView($1) },
    "RefreshMatViewStmt": StatementReader("REFRESH MATERIALIZED VIEW") { $0.refresh($1) },
    "VacuumStmt": StatementReader(tag: { $0.flag("is_vacuumcmd") ? "VACUUM" : "ANALYZE" }) {
      $0.vacuum($1)
    },
    "ClusterStmt": StatementReader("CLUSTER") { $0.cluster($1) },
    "ReindexStmt": StatementReader("REINDEX") { $0.reindex($1) },
    "CreatePolicyStmt": StatementReader("CREATE POLICY") { $0.createPolicy($1) },
    "AlterPolicyStmt": StatementReader("ALTER POLICY") { $0.alterPolicy($1) },
    "ImportForeignSchemaStmt": StatementReader("IMPORT FOREIGN SCHEMA") {
      $0.importForeignSchema($1)
    },
  ]

  private static let objects: [String: StatementReader] = [
    "DropStmt": .about("DROP", "remove_type") { $0.drop($1) },
    "RenameStmt": StatementReader(tag: { $0.renameTag }) { $0.rename($1) },
    "AlterObjectSchemaStmt": .about("ALTER", "object_type") { $0.setSchema($1) },
    "AlterOwnerStmt": .about("ALTER", "object_type") { $0.setOwner($1) },
    "AlterObjectDependsStmt": .about("ALTER", "object_type") { $0.dependOnExtension($1) },
    "CommentStmt": StatementReader("COMMENT") { $0.describe($1) },
    "SecLabelStmt": StatementReader("SECURITY LABEL") { $0.describe($1) },
    "CreateSchemaStmt": StatementReader("CREATE SCHEMA") { $0.createSchema($1) },
    "CreateExtensionStmt": StatementReader("CREATE EXTENSION") { $0.createExtension($1) },
    "AlterExtensionStmt": StatementReader("ALTER EXTENSION") { $0.alterExtension($1) },
    "AlterExtensionContentsStmt": StatementReader("ALTER EXTENSION") { $0.alterExtension($1) },
    "CreatePublicationStmt": StatementReader("CREATE PUBLICATION") { $0.createPublication($1) },
    "AlterPublicationStmt": StatementReader("ALTER PUBLICATION") { $0.alterPublication($1) },
    "CreateSubscriptionStmt": StatementReader("CREATE SUBSCRIPTION") { $0.createSubscription($1) },
    "AlterSubscriptionStmt": StatementReader("ALTER SUBSCRIPTION") { $0.alterSubscription($1) },
    // Only a subscription without a slot could be dropped in a transaction, and no text says so.
    "DropSubscriptionStmt": .standalone("DROP SUBSCRIPTION"),
  ]

  private static let routines: [String: StatementReader] = [
    "CreateFunctionStmt": StatementReader(tag: {
      $0.flag("is_procedure") ? "CREATE PROCEDURE" : "CREATE FUNCTION"
    }) { $0.createFunction($1) },
    "AlterFunctionStmt": .about("ALTER", "objtype") { $0.alterFunction($1) },
    "CreateTrigStmt": StatementReader("CREATE TRIGGER") { $0.createTrigger($1) },
    "RuleStmt": StatementReader("CREATE RULE") { $0.createRule($1) },
    "CreateEventTrigStmt": StatementReader("CREATE EVENT TRIGGER") { $0.createEventTrigger($1) },
    "AlterEventTrigStmt": StatementReader("ALTER EVENT TRIGGER"),
    "CreatePLangStmt": StatementReader("CREATE LANGUAGE") {
      $0.needFunctions($1, in: ["plhandler", "plinline", "plvalidator"])
    },
    "CreateAmStmt": StatementReader("CREATE ACCESS METHOD") {
      $0.needFunctions($1, in: ["handler_name"])
    },
    "CreateConversionStmt": StatementReader("CREATE CONVERSION") {
      $0.needFunctions($1, in: ["func_name"])
    },
    "CreateFdwStmt": StatementReader("CREATE FOREIGN DATA WRAPPER") {
      $0.needFunctions($1, in: ["func_options"])
    },
    "AlterFdwStmt": StatementReader("ALTER FOREIGN DATA WRAPPER") {
      $0.needFunctions($1, in: ["func_options"])
    },
    "CreateForeignServerStmt": StatementReader("CREATE SERVER"),
    "AlterForeignServerStmt": StatementReader("ALTER SERVER"),
    "CreateUserMappingStmt": StatementReader("CREATE USER MAPPING") {
      $0.need($1.child("user")?.role)
    },
    "AlterUserMappingStmt": StatementReader("ALTER USER MAPPING") {
      $0.need($1.child("user")?.role)
    },
    "DropUserMappingStmt": StatementReader("DROP USER MAPPING"),
  ]

  private static let types: [String: StatementReader] = [
    "DefineStmt": .about("CREATE", "kind") { $0.define($1) },
    "CompositeTypeStmt": StatementReader("CREATE TYPE") { $0.createComposite($1) },
    "CreateEnumStmt": StatementReader("CREATE TYPE") { $0.create($1.object(.type, "type_name")) },
    "CreateRangeStmt": StatementReader("CREATE TYPE") { $0.createRange($1) },
    "AlterEnumStmt": StatementReader("ALTER TYPE") { $0.alterEnum($1) },
    "AlterTypeStmt": StatementReader("ALTER TYPE") { $0.alterType($1) },
    "CreateDomainStmt": StatementReader("CREATE DOMAIN") { $0.createDomain($1) },
    "AlterDomainStmt": StatementReader("ALTER DOMAIN") { $0.alterDomain($1) },
    "CreateCastStmt": StatementReader("CREATE CAST") { $0.createCast($1) },
    "CreateTransformStmt": StatementReader("CREATE TRANSFORM") { $0.createTransform($1) },
    "CreateOpClassStmt": StatementReader("CREATE OPERATOR CLASS") { $0.createOperatorClass($1) },
    "CreateOpFamilyStmt": StatementReader("CREATE OPERATOR FAMILY"),
    "AlterOpFamilyStmt": StatementReader("ALTER OPERATOR FAMILY") { $0.readOperatorItems($1) },
    "AlterOperatorStmt": StatementReader("ALTER OPERATOR"),
    "AlterCollationStmt": StatementReader("ALTER COLLATION"),
    "AlterTSDictionaryStmt": StatementReader("ALTER TEXT SEARCH DICTIONARY"),
    "AlterTSConfigurationStmt": StatementReader("ALTER TEXT SEARCH CONFIGURATION"),
  ]

  private static let roles: [String: StatementReader] = [
    "GrantStmt": StatementReader(tag: { $0.flag("is_grant") ? "GRANT" : "REVOKE" }) {
      $0.grant($1)
    },
    "GrantRoleStmt": StatementReader(tag: { $0.flag("is_grant") ? "GRANT ROLE" : "REVOKE ROLE" }) {
      $0.grantRole($1)
    },
    "AlterDefaultPrivilegesStmt": StatementReader("ALTER DEFAULT PRIVILEGES") {
      $0.alterDefaultPrivileges($1)
    },
    "CreateRoleStmt": StatementReader("CREATE ROLE") { $0.createRole($1) },
    "AlterRoleStmt": StatementReader("ALTER ROLE") { $0.alterRole($1) },
    "AlterRoleSetStmt": StatementReader("ALTER ROLE") { $0.need($1.child("role")?.role) },
    "DropRoleStmt": StatementReader("DROP ROLE") { $0.dropRole($1) },
    "DropOwnedStmt": StatementReader("DROP OWNED") { $0.dropOwned($1) },
    "ReassignOwnedStmt": StatementReader("REASSIGN OWNED") { facts, tree in
      facts.walk(tree.list("roles"))
      facts.need(tree.child("newrole")?.role)
    },
  ]

  private static let system: [String: StatementReader] = [
    "CreatedbStmt": .standalone("CREATE DATABASE"),
    "DropdbStmt": StatementReader("DROP DATABASE") { facts, _ in
      facts.transaction = .standalone
      facts.lose(.dropDatabase)
    },
    "AlterDatabaseStmt": StatementReader("ALTER DATABASE") { $0.alterDatabase($1) },
    "AlterDatabaseSetStmt": StatementReader("ALTER DATABASE"),
    "AlterDatabaseRefreshCollStmt": StatementReader("ALTER DATABASE"),
    "CreateTableSpaceStmt": StatementReader("CREATE TABLESPACE") { facts, tree in
      facts.transaction = .standalone
      facts.need(tree.child("owner")?.role)
    },
    "DropTableSpaceStmt": .standalone("DROP TABLESPACE"),
    "AlterTableSpaceOptionsStmt": StatementReader("ALTER TABLESPACE"),
    "AlterSystemStmt": .standalone("ALTER SYSTEM"),
    "DiscardStmt": StatementReader(tag: { $0.discardTag }) { facts, tree in
      if tree.symbol("target") == "DISCARD_ALL" { facts.transaction = .standalone }
    },
    "VariableSetStmt": StatementReader(tag: { $0.setTag }) { $0.setVariable($1) },
    "VariableShowStmt": StatementReader("SHOW"),
    "ConstraintsSetStmt": StatementReader("SET CONSTRAINTS"),
    "CheckPointStmt": StatementReader("CHECKPOINT"),
    "LoadStmt": StatementReader("LOAD"),
    "NotifyStmt": StatementReader("NOTIFY"),
    "ListenStmt": StatementReader("LISTEN"),
    "UnlistenStmt": StatementReader("UNLISTEN"),
  ]
}
