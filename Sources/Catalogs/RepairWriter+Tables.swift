/// Tables, columns and views, as statements.
extension RepairWriter {
  static func parameterName(_ key: String) -> String {
    // `toast.autovacuum_enabled` and `pg_x.y` keep their dot.
    key.split(separator: ".").map { SQLName.quoted(String($0)) }.joined(separator: ".")
  }

  static func parameter(_ key: String, _ value: String) -> String {
    "\(parameterName(key)) = \(SQLName.literal(value))"
  }

  /// ` WITH (…)` of the properties that start with a word.
  func parameters(of object: Catalog.Object, _ prefix: String = "option ") -> String {
    let list = object.properties.filter { $0.name.hasPrefix(prefix) }.map {
      Self.parameter(String($0.name.dropFirst(prefix.count)), $0.value.words)
    }
    return list.isEmpty ? "" : " WITH (\(list.joined(separator: ", ")))"
  }

  /// ` OPTIONS (…)`; nil where a value is hidden.
  func foreignOptions(of object: Catalog.Object, _ prefix: String) -> String? {
    let list = object.properties.filter { $0.name.hasPrefix(prefix) }
    guard list.allSatisfy({ $0.value.words != "(hidden)" }) else { return nil }
    let words = list.map {
      SQLName.quoted(String($0.name.dropFirst(prefix.count))) + " "
        + SQLName.literal($0.value.words)
    }
    return words.isEmpty ? "" : " OPTIONS (\(words.joined(separator: ", ")))"
  }

  /// The columns of a table in their order.
  private func columns(of table: Catalog.Address) -> [Catalog.Object] {
    (after[table]?["columns"]?.values ?? []).compactMap { name in
      after[
        Catalog.Address(kind: .column, schema: table.schema, within: table.name, name: name)]
    }
  }

  func tableDefinition(of object: Catalog.Object) -> [Statement]? {
    guard object["of type"] == nil else { return nil }
    let isPartition = object["partition of"] != nil
    var lines: [String] = []
    for column in columns(of: object.address) where column["inheritance"]?.words != "inherited" {
      guard let line = columnDefinition(column, isPartition: isPartition) else { return nil }
      lines.append("  \(line)")
    }
    if isPartition { lines += parentChecks(of: object).map { "  \($0)" } }
    let isForeign = object.address.kind == .foreignTable
    let first = isForeign ? "FOREIGN " : object["persistence"] == nil ? "" : "UNLOGGED "
    var sql = "CREATE \(first)TABLE \(object.address.sqlName) ("
    sql += lines.isEmpty ? ")" : "\n\(lines.joined(separator: ",\n"))\n)"
    if let parents = object["inherits"]?.words { sql += " INHERITS (\(parents))" }
    if let key = object["partition key"]?.words { sql += " PARTITION BY \(key)" }
    if isForeign {
      guard let server = object["server"]?.words,
        let options = foreignOptions(of: object, "server option ")
      else { return nil }
      sql += " SERVER \(SQLName.quoted(server))\(options)"
    }
    if let method = object["access method"]?.words { sql += " USING \(SQLName.quoted(method))" }
    sql += parameters(of: object)
    if let place = object["tablespace"]?.words { sql += " TABLESPACE \(SQLName.quoted(place))" }
    return [Statement(.create, sql)] + tableState(of: object)
      + columns(of: object.address).flatMap { columnState(of: $0) }
  }

  /// The checks that a table must have before it can be a partition.
  private func parentChecks(of partition: Catalog.Object) -> [String] {
    partition.containers.filter { $0.kind == .table }.compactMap { after[$0] }.flatMap { parent in
      after.objects.filter {
        $0.address.kind == .constraint && $0.address.schema == parent.address.schema
          && $0.address.owner == parent.address.name && $0.details["type"] == ["c"]
      }.compactMap { check in
        check["definition"].map {
          "CONSTRAINT \(SQLName.quoted(check.address.name)) \($0.words)"
        }
      } + parentChecks(of: parent)
    }
  }

  /// What `CREATE TABLE` has no words for.
  private func tableState(of object: Catalog.Object) -> [Statement] {
    let name = object.address.sqlName
    var statements: [Statement] = []
    if let parent = object["partition of"]?.words, let bound = object["partition bound"]?.words {
      statements.append(
        Statement(.attach, "ALTER TABLE \(parent) ATTACH PARTITION \(name) \(bound)"))
    }
    for property in ["row security", "forced row security", "replica identity"] {
      guard let value = object[property] else { continue }
      statements +=
        changeTable(
          PropertyChange(object: object, property: property, old: nil, new: value)) ?? []
    }
    return statements
  }

  /// A column as `CREATE TABLE` and `ADD COLUMN` take it.
  func columnDefinition(_ column: Catalog.Object, isPartition: Bool) -> String? {
    guard let type = column["type"]?.words, column["not null"]?.words != "not valid",
      column["not null inheritance"] == nil,
      let options = foreignOptions(of: column, "server option ")
    else { return nil }
    var sql = "\(SQLName.quoted(column.address.name)) \(type)"
    if !options.isEmpty { sql += options }
    if let compression = column["compression"]?.words { sql += " COMPRESSION \(compression)" }
    if let collation = column["collation"]?.words { sql += " COLLATE \(collation)" }
    if let value = column["default"]?.words { sql += " DEFAULT \(value)" }
    if let value = column["generated"]?.words {
      let kind = column["generation"] == nil ? "STORED" : "VIRTUAL"
      sql += " GENERATED ALWAYS AS (\(value)) \(kind)"
    }
    if let identity = column["identity"]?.words, !isPartition {
      guard let options = identityOptions(of: column.address) else { return nil }
      sql += " GENERATED \(identity.uppercased()) AS IDENTITY (\(options))"
    }
    if column["not null"] != nil {
      let name = column["not null name"].map { "CONSTRAINT \(SQLName.quoted($0.words)) " } ?? ""
      sql += " \(name)NOT NULL"
    }
    return sql
  }

  private func identityOptions(of column: Catalog.Address) -> String? {
    let sequence = after.objects.first {
      $0.address.kind == .sequence && $0["identity of"] != nil && $0.containers.contains(column)
    }
    return sequence.map { "SEQUENCE NAME \($0.address.sqlName) \(sequenceOptions(of: $0))" }
  }

  /// What a column has beside its definition; only for statements after it.
  func columnState(of column: Catalog.Object) -> [Statement] {
    column.properties.flatMap { property -> [Statement] in
      guard ["storage", "statistics"].contains(property.name) || property.name.hasPrefix("option ")
      else { return [] }
      return changeColumn(
        PropertyChange(object: column, property: property.name, old: nil, new: property.value))
        ?? []
    }
  }

  func changeTable(_ change: PropertyChange) -> [Statement]? {
    let kind =
      switch change.address.kind {
      case .foreignTable: "FOREIGN TABLE"
      case .materializedView: "MATERIALIZED VIEW"
      default: "TABLE"
      }
    func alter(_ words: String) -> [Statement] {
      [Statement(.alter, "ALTER \(kind) \(change.name) \(words)")]
    }
    if let key = change.key(behind: "option ") { return alter(change.parameter(key)) }
    if let key = change.key(behind: "server option ") {
      return change.foreignOption(key).map(alter)
    }
    switch (change.property, change.word) {
    case ("row security", let word):
      return alter("\(word == nil ? "DISABLE" : "ENABLE") ROW LEVEL SECURITY")
    case ("forced row security", let word):
      return alter("\(word == nil ? "NO FORCE" : "FORCE") ROW LEVEL SECURITY")
    // The index says so itself.
    case ("replica identity", "index"): return []
    case ("replica identity", let word):
      return alter("REPLICA IDENTITY \((word ?? "default").uppercased())")
    case ("inherits", _): return inheritance(change).map { $0.flatMap(alter) }
    case ("persistence", nil): return alter("SET LOGGED")
    case ("tablespace", let word):
      return alter("SET TABLESPACE \(SQLName.quoted(word ?? "pg_default"))")
    default: return nil
    }
  }

  /// A parent less; one more would find columns that stay declared here.
  private func inheritance(_ change: PropertyChange) -> [String]? {
    let parents = change.new?.values ?? []
    let old = change.old?.values ?? []
    guard old.filter(parents.contains) == parents else { return nil }
    return old.filter { !parents.contains($0) }.map { "NO INHERIT \($0)" }
  }

  func changeColumn(_ change: PropertyChange) -> [Statement]? {
    let kind = change.object.containers.contains { $0.kind == .view } ? "VIEW" : "TABLE"
    let column = SQLName.quoted(change.address.name)
    func alter(_ words: String) -> [Statement] {
      [
        Statement(
          .alter, "ALTER \(kind) \(change.address.ownerName) ALTER COLUMN \(column) \(words)")
      ]
    }
    if let key = change.key(behind: "option ") { return alter(change.parameter(key)) }
    if let key = change.key(behind: "server option ") {
      return change.foreignOption(key).map {
        [
          Statement(
            .alter,
            "ALTER FOREIGN TABLE \(change.address.ownerName) ALTER COLUMN \(column) \($0)")
        ]
      }
    }
    switch (change.property, change.word) {
    case ("not null", "yes") where change.old == nil: return alter("SET NOT NULL")
    case ("not null", nil): return alter("DROP NOT NULL")
    case ("default", let word): return alter(word.map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT")
    case ("identity", let word?) where change.old != nil:
      return alter("SET GENERATED \(word.uppercased())")
    case ("storage", let word):
      return (word ?? change.object.details["type storage"]?.first).map {
        alter("SET STORAGE \($0)")
      }
    case ("compression", let word): return alter("SET COMPRESSION \(word ?? "default")")
    case ("statistics", let word): return alter("SET STATISTICS \(word ?? "-1")")
    default: return nil
    }
  }

  func viewDefinition(of object: Catalog.Object, orReplace: Bool) -> Statement? {
    guard let query = object["definition"]?.words else { return nil }
    let start = orReplace ? "CREATE OR REPLACE VIEW" : "CREATE VIEW"
    return Statement(
      orReplace ? .alter : .create,
      "\(start) \(object.address.sqlName)\(parameters(of: object)) AS\n\(bare(query))")
  }

  /// Without the semicolon that the server puts behind.
  func bare(_ query: String) -> String { query.hasSuffix(";") ? String(query.dropLast()) : query }

  func changeView(_ change: PropertyChange) -> [Statement]? {
    if let key = change.key(behind: "option ") {
      return [Statement(.alter, "ALTER VIEW \(change.name) \(change.parameter(key))")]
    }
    // OR REPLACE may add columns at the end, and nothing else (`checkViewColumns` in `view.c`).
    let old = before[change.address]?.details["signature"] ?? []
    let new = change.object.details["signature"] ?? []
    guard change.property == "definition", new.starts(with: old) else { return nil }
    return viewDefinition(of: change.object, orReplace: true).map { [$0] }
  }
}
