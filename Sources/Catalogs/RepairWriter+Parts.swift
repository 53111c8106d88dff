/// What belongs to relations, as statements.
extension RepairWriter {
  /// The statements that make a new object, without owner, privileges and comment.
  func definition(of object: Catalog.Object) -> [Statement]? {
    let address = object.address
    switch address.kind {
    case .schema: return [Statement(.create, "CREATE SCHEMA \(address.sqlName)")]
    case .table, .foreignTable: return tableDefinition(of: object)
    case .column: return columnAddition(of: object)
    case .view: return viewDefinition(of: object, orReplace: false).map { [$0] }
    case .materializedView: return materializedView(object)
    case .constraint, .domainConstraint: return constraintDefinition(of: object)
    case .index: return indexDefinition(of: object)
    case .trigger, .eventTrigger, .rule, .policy, .statistics, .cast:
      return partDefinition(of: object)
    case .sequence, .enumeration, .compositeType, .attribute, .domain, .rangeType, .collation:
      return typeDefinition(of: object)
    case .function, .procedure, .aggregate: return routineDefinition(of: object)
    // Nothing but what is said of them.
    case .defaultPrivileges, .changedPrivileges: return []
    default: return definitionBeside(of: object)
    }
  }

  /// Nothing for the columns of a table that is new itself: they stand in its statement.
  private func columnAddition(of column: Catalog.Object) -> [Statement]? {
    let address = column.address
    let table = column.containers.first { $0.kind == .table || $0.kind == .foreignTable }
    guard let table else {
      guard column.isImplicit else { return nil }
      let standard = column["default"].flatMap {
        changeColumn(PropertyChange(object: column, property: "default", old: nil, new: $0))
      }
      return columnState(of: column) + (standard ?? [])
    }
    guard before[table] != nil else { return [] }
    guard column["inheritance"] == nil, after[table]?["partition of"] == nil else { return [] }
    guard let line = columnDefinition(column, isPartition: false) else { return nil }
    return [Statement(.create, "ALTER TABLE \(address.ownerName) ADD COLUMN \(line)")]
      + columnState(of: column)
  }

  private func materializedView(_ object: Catalog.Object) -> [Statement]? {
    guard let query = object["definition"]?.words else { return nil }
    var sql = "CREATE MATERIALIZED VIEW \(object.address.sqlName)"
    if let method = object["access method"]?.words { sql += " USING \(SQLName.quoted(method))" }
    sql += parameters(of: object)
    if let place = object["tablespace"]?.words { sql += " TABLESPACE \(SQLName.quoted(place))" }
    return [Statement(.create, "\(sql) AS\n\(bare(query))")]
  }

  func constraintDefinition(of object: Catalog.Object) -> [Statement]? {
    guard let definition = object["definition"]?.words else { return nil }
    let address = object.address
    let kind = address.kind == .domainConstraint ? "DOMAIN" : "TABLE"
    var sql = "ALTER \(kind) \(address.ownerName) ADD CONSTRAINT \(SQLName.quoted(address.name)) "
    sql += definition
    if let deferrable = object["deferrable"]?.words {
      sql += deferrable == "yes" ? " DEFERRABLE" : " DEFERRABLE INITIALLY DEFERRED"
    }
    if object["enforced"] != nil { sql += " NOT ENFORCED" }
    if object["validated"] != nil { sql += " NOT VALID" }
    if isForeignKey(object) { return [Statement(.foreignKeys, sql)] }
    return [Statement(inherited.contains(address) ? .attach : .createParts, sql)]
  }

  private func isForeignKey(_ object: Catalog.Object) -> Bool {
    object.details["type"] == ["f"]
  }

  func changeConstraint(_ change: PropertyChange) -> [Statement]? {
    let isDomain = change.address.kind == .domainConstraint
    let start = "ALTER \(isDomain ? "DOMAIN" : "TABLE") \(change.address.ownerName)"
    let name = SQLName.quoted(change.address.name)
    switch (change.property, change.word) {
    case ("validated", nil): return [Statement(.alter, "\(start) VALIDATE CONSTRAINT \(name)")]
    case ("deferrable", let word) where isForeignKey(change.object):
      let words =
        word == nil
        ? "NOT DEFERRABLE"
        : word == "yes" ? "DEFERRABLE INITIALLY IMMEDIATE" : "DEFERRABLE INITIALLY DEFERRED"
      return [Statement(.alter, "\(start) ALTER CONSTRAINT \(name) \(words)")]
    default:
      // Others may refer to a key; what a parent passes down cannot be dropped.
      guard ["c", "f", "x"].contains(change.object.details["type"]?.first),
        let made = constraintDefinition(of: change.object)
      else { return nil }
      return [Statement(.dropParts, "\(start) DROP CONSTRAINT \(name)")] + made
        + remarks(on: change.object)
    }
  }

  func indexDefinition(of object: Catalog.Object) -> [Statement]? {
    if object.isImplicit { return indexState(of: object) }
    guard let definition = object["definition"]?.words, let table = object["table"]?.words else {
      return nil
    }
    let unique = object["unique"] == nil ? "" : "UNIQUE "
    var sql = "CREATE \(unique)INDEX \(SQLName.quoted(object.address.name)) ON \(table) "
    let options = parameters(of: object)
    let place = object["tablespace"].map { " TABLESPACE \(SQLName.quoted($0.words))" } ?? ""
    // The clauses stand before the condition.
    if let range = Self.condition(in: definition) {
      sql += definition[..<range] + options + place + definition[range...]
    } else {
      sql += definition + options + place
    }
    let phase = inherited.contains(object.address) ? Catalog.Phase.attach : .createParts
    return [Statement(phase, sql)] + indexState(of: object)
  }

  /// Where ` WHERE ` begins outside of parentheses and quotes.
  private static func condition(in definition: String) -> String.Index? {
    var depth = 0
    var mark: UInt8?
    let bytes = definition.utf8
    for index in bytes.indices {
      let byte = bytes[index]
      if let open = mark {
        if byte == open { mark = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        mark = byte
      } else if byte == UInt8(ascii: "(") {
        depth += 1
      } else if byte == UInt8(ascii: ")") {
        depth -= 1
      } else if depth == 0, bytes[index...].starts(with: " WHERE ".utf8) {
        return index
      }
    }
    return nil
  }

  private func indexState(of object: Catalog.Object) -> [Statement] {
    object.properties.flatMap { property -> [Statement] in
      let isState = ["clustered", "replica identity", "statistics"].contains(property.name)
      guard isState || object.isImplicit else { return [] }
      return changeIndex(
        PropertyChange(object: object, property: property.name, old: nil, new: property.value))
        ?? []
    }
  }

  func changeIndex(_ change: PropertyChange) -> [Statement]? {
    let table = change.object.details["relation"]?.first ?? change.object["table"]?.words ?? ""
    let own = SQLName.quoted(change.address.name)
    func alter(_ words: String) -> [Statement] {
      [Statement(.alter, "ALTER INDEX \(change.name) \(words)")]
    }
    if let key = change.key(behind: "option ") { return alter(change.parameter(key)) }
    switch (change.property, change.word) {
    case ("valid", nil): return [Statement(.alter, "REINDEX INDEX \(change.name)")]
    case ("clustered", nil):
      return [Statement(.dropParts, "ALTER TABLE \(table) SET WITHOUT CLUSTER")]
    case ("clustered", _): return [Statement(.alter, "ALTER TABLE \(table) CLUSTER ON \(own)")]
    // The table says so itself, or another index does.
    case ("replica identity", nil): return []
    case ("replica identity", _):
      return [Statement(.alter, "ALTER TABLE \(table) REPLICA IDENTITY USING INDEX \(own)")]
    case ("tablespace", let word):
      return alter("SET TABLESPACE \(SQLName.quoted(word ?? "pg_default"))")
    case ("attached to", let parent?) where change.old == nil:
      return [Statement(.attach, "ALTER INDEX \(parent) ATTACH PARTITION \(change.name)")]
    case ("statistics", _): return indexStatistics(change).map(alter).reduce([], +)
    case ("definition", _), ("unique", _):
      guard change.object["attached to"] == nil, !inherited.contains(change.address),
        let made = indexDefinition(of: change.object)
      else { return nil }
      return [Statement(.dropParts, "DROP INDEX \(change.name)")] + made
        + remarks(on: change.object)
    default: return nil
    }
  }

  private func indexStatistics(_ change: PropertyChange) -> [String] {
    func targets(_ value: Catalog.Value?) -> [String: String] {
      Dictionary(
        (value?.values ?? []).compactMap { item in
          let parts = item.split(separator: "=").map(String.init)
          return parts.count == 2 ? (parts[0], parts[1]) : nil
        }, uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (targets(change.old), targets(change.new))
    return Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }.map {
      "ALTER COLUMN \($0) SET STATISTICS \(new[$0] ?? "-1")"
    }
  }
}
