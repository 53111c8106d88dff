import SQLExpressions
import SQLText

extension OperationCompiler {
  /// `CREATE TYPE` or `CREATE DOMAIN`; online and if missing, inside of a check.
  ///
  /// Whether Alembic makes the type of a table depends on what else ran in its process. A `DO` block asks
  /// the catalog instead, as `checkfirst=True` does: plain SQL that needs nothing from whoever sends it.
  func createType(
    _ type: NamedType, inTableSchema schema: String?, ifMissing: Bool
  ) throws(Refusal) -> CompiledStatement {
    let name = try type.resolvedName()
    let schema = type.effectiveSchema(in: schema)
    let sql = try definition(of: type, as: TableName(name, schema: schema).quoted)
    var facts = StatementFacts(
      tag: "CREATE TYPE", creates: [SchemaObject(.type, schema: schema, name)])
    if case .domain = type.definition { facts.tag = "CREATE DOMAIN" }
    if let schema { facts.needs.append(SchemaObject(.schema, schema)) }
    guard ifMissing, form == .online else { return CompiledStatement(sql: sql, facts: facts) }
    facts.tag = "DO"
    return CompiledStatement(
      sql: Self.guarded(sql, if: "NOT EXISTS", name: name, schema: schema), facts: facts)
  }

  func dropType(_ type: NamedType, ifPresent: Bool) throws(Refusal) -> CompiledStatement {
    let name = try type.resolvedName()
    let object = SchemaObject(.type, schema: type.schema, name)
    var words = "TYPE"
    if case .domain = type.definition { words = "DOMAIN" }
    let sql = "DROP \(words) \(try type.quotedName(in: nil))"
    let isGuarded = ifPresent && form == .online
    let facts = StatementFacts(
      tag: isGuarded ? "DO" : "DROP \(words)", needs: isGuarded ? [] : [object], drops: [object])
    return CompiledStatement(
      sql: isGuarded
        ? Self.guarded(sql, if: "EXISTS", name: name, schema: type.schema) : sql,
      facts: facts)
  }

  /// The statement in a block that first looks for the type as SQLAlchemy's `has_type` does.
  private static func guarded(
    _ sql: String, if condition: String, name: String, schema: String?
  ) -> String {
    let place =
      schema.map { "n.nspname = \(SQLLiteral.quoted($0))" }
      ?? "pg_catalog.pg_type_is_visible(t.oid) AND n.nspname <> 'pg_catalog'"
    var tag = "$migrate$"
    while sql.contains(tag) || name.contains(tag) || (schema ?? "").contains(tag) {
      tag = "$_" + tag.dropFirst()
    }
    return """
      DO \(tag)
      BEGIN
        IF \(condition) (
          SELECT FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
          WHERE t.typname = \(SQLLiteral.quoted(name)) AND \(place)
        ) THEN
          \(sql);
        END IF;
      END
      \(tag)
      """
  }

  private func definition(of type: NamedType, as name: String) throws(Refusal) -> String {
    switch type.definition {
    case .enumeration(let labels):
      let labels = labels.map(SQLLiteral.quoted).joined(separator: ", ")
      return "CREATE TYPE \(name) AS ENUM (\(labels))"
    case .domain(let domain):
      var options: [String] = []
      if let collation = domain.collation { options.append("COLLATE \(SQLName.quoted(collation))") }
      if let value = domain.defaultValue { options.append("DEFAULT \(try value.sql(style))") }
      if let constraint = domain.constraintName {
        options.append("CONSTRAINT \(try constraint.quoted())")
      }
      if domain.isNotNull { options.append("NOT NULL") }
      if let check = domain.check {
        options.append("CHECK (\(try SQLCompiler.sql(check, in: style)))")
      }
      let base = try domain.base.sql(inTableSchema: nil)
      return "CREATE DOMAIN \(name) AS \(base) \(options.joined(separator: " "))"
    }
  }

  func createSequence(
    _ name: TableName, _ options: IdentityOptions, type: SQLType?, ifMissing: Bool
  ) throws(Refusal) -> CompiledStatement {
    let words = options.words.map(\.text).joined(separator: " ")
    let base =
      try type.map { part throws(Refusal) in " AS \(try part.sql(inTableSchema: nil))" } ?? ""
    var facts = StatementFacts(tag: "CREATE SEQUENCE", creates: [name.relation])
    if let schema = name.schema { facts.needs.append(SchemaObject(.schema, schema)) }
    return CompiledStatement(
      sql: "CREATE SEQUENCE \(ifMissing ? "IF NOT EXISTS " : "")\(name.quoted)\(base)"
        + (words.isEmpty ? "" : " \(words)"), facts: facts)
  }

  func dropSequence(_ name: TableName, ifExists: Bool) -> CompiledStatement {
    CompiledStatement(
      sql: "DROP SEQUENCE \(ifExists ? "IF EXISTS " : "")\(name.quoted)",
      facts: StatementFacts(
        tag: "DROP SEQUENCE", locks: [RelationLock(name.relation, .accessExclusive)],
        needs: ifExists ? [] : [name.relation], drops: [name.relation]))
  }

  func createSchema(_ name: String, ifNotExists: Bool) -> CompiledStatement {
    CompiledStatement(
      sql: "CREATE SCHEMA \(ifNotExists ? "IF NOT EXISTS " : "")\(SQLName.quoted(name))",
      facts: StatementFacts(tag: "CREATE SCHEMA", creates: [SchemaObject(.schema, name)]))
  }

  func dropSchema(_ name: String, ifExists: Bool, cascades: Bool) -> CompiledStatement {
    let object = SchemaObject(.schema, name)
    return CompiledStatement(
      sql: "DROP SCHEMA \(ifExists ? "IF EXISTS " : "")\(SQLName.quoted(name))"
        + (cascades ? " CASCADE" : ""),
      facts: StatementFacts(
        tag: "DROP SCHEMA", needs: ifExists ? [] : [object], drops: [object], dataLoss: .dropSchema)
    )
  }
}
