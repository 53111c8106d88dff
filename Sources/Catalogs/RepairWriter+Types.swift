/// Types and sequences, as statements.
extension RepairWriter {
  func typeDefinition(of object: Catalog.Object) -> [Statement]? {
    let name = object.address.sqlName
    func create(_ sql: String) -> [Statement] { [Statement(.create, sql)] }
    switch object.address.kind {
    case .sequence: return sequenceDefinition(of: object)
    case .enumeration:
      let values = (object["values"]?.values ?? []).map(SQLName.literal).joined(separator: ", ")
      return create("CREATE TYPE \(name) AS ENUM (\(values))")
    case .compositeType:
      return compositeAttributes(of: object.address).map {
        create("CREATE TYPE \(name) AS (\($0.joined(separator: ", ")))")
      }
    case .attribute:
      let type = object.containers.first { $0.kind == .compositeType }
      if let type, before[type] == nil { return [] }
      return attribute(object).map {
        create("ALTER TYPE \(object.address.ownerName) ADD ATTRIBUTE \($0)")
      }
    case .domain:
      guard let type = object["type"]?.words else { return nil }
      var sql = "CREATE DOMAIN \(name) AS \(type)"
      if let collation = object["collation"]?.words { sql += " COLLATE \(collation)" }
      if let value = object["default"]?.words { sql += " DEFAULT \(value)" }
      if object["not null"] != nil { sql += " NOT NULL" }
      return create(sql)
    case .rangeType:
      let words = (object["definition"]?.values ?? []).joined(separator: ", ")
      return create("CREATE TYPE \(name) AS RANGE (\(words))")
    case .collation: return collation(object).map(create)
    default: return nil
    }
  }

  private func collation(_ object: Catalog.Object) -> String? {
    guard let provider = object["provider"]?.words else { return nil }
    var words = ["provider = \(provider)"]
    for (property, key) in [
      ("locale", "locale"), ("collate", "lc_collate"), ("character type", "lc_ctype"),
      ("rules", "rules"),
    ] {
      if let value = object[property]?.words { words.append("\(key) = \(SQLName.literal(value))") }
    }
    if object["deterministic"] != nil { words.append("deterministic = false") }
    return "CREATE COLLATION \(object.address.sqlName) (\(words.joined(separator: ", ")))"
  }

  private func compositeAttributes(of type: Catalog.Address) -> [String]? {
    var list: [String] = []
    for name in after[type]?["columns"]?.values ?? [] {
      let address = Catalog.Address(
        kind: .attribute, schema: type.schema, within: type.name, name: name)
      guard let words = after[address].flatMap(attribute) else { return nil }
      list.append(words)
    }
    return list
  }

  private func attribute(_ object: Catalog.Object) -> String? {
    guard let type = object["type"]?.words else { return nil }
    let collation = object["collation"].map { " COLLATE \($0.words)" } ?? ""
    return "\(SQLName.quoted(object.address.name)) \(type)\(collation)"
  }

  private func sequenceDefinition(of object: Catalog.Object) -> [Statement]? {
    // Its column makes it.
    if object["identity of"] != nil { return [] }
    let unlogged = object["persistence"] == nil ? "" : "UNLOGGED "
    let type = object["type"].map { " AS \($0.words)" } ?? ""
    let name = object.address.sqlName
    return [
      Statement(
        .create, "CREATE \(unlogged)SEQUENCE \(name)\(type) \(sequenceOptions(of: object))"
      )
    ] + sequenceOwner(object)
  }

  private func sequenceOwner(_ object: Catalog.Object) -> [Statement] {
    guard let column = object["owned by"]?.words else { return [] }
    // The owner of the sequence and of the table have to be one.
    return [Statement(.privileges, "ALTER SEQUENCE \(object.address.sqlName) OWNED BY \(column)")]
  }

  /// All options, those that are as they are by default included.
  func sequenceOptions(of object: Catalog.Object) -> String {
    var words = ["INCREMENT BY \(object["increment"]?.words ?? "1")"]
    words.append(object["minimum"].map { "MINVALUE \($0.words)" } ?? "NO MINVALUE")
    words.append(object["maximum"].map { "MAXVALUE \($0.words)" } ?? "NO MAXVALUE")
    if let start = object["start"]?.words ?? firstNumber(object) {
      words.append("START WITH \(start)")
    }
    words.append("CACHE \(object["cache"]?.words ?? "1")")
    words.append(object["cycle"] == nil ? "NO CYCLE" : "CYCLE")
    return words.joined(separator: " ")
  }

  /// Where a sequence starts unless told otherwise.
  private func firstNumber(_ object: Catalog.Object) -> String? {
    let descends = object["increment"]?.words.hasPrefix("-") == true
    return descends ? object["maximum"]?.words ?? "-1" : object["minimum"]?.words ?? "1"
  }

  func changeType(_ change: PropertyChange) -> [Statement]? {
    switch change.address.kind {
    case .sequence: return changeSequence(change)
    case .enumeration:
      guard change.property == "values" else { return nil }
      return newValues(change.old?.values ?? [], change.new?.values ?? []).map { values in
        values.map { Statement(.create, "ALTER TYPE \(change.name) ADD VALUE \($0)") }
      }
    default:
      func alter(_ words: String) -> [Statement] {
        [Statement(.alter, "ALTER DOMAIN \(change.name) \(words)")]
      }
      switch (change.property, change.word) {
      case ("default", let word): return alter(word.map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT")
      case ("not null", let word): return alter("\(word == nil ? "DROP" : "SET") NOT NULL")
      default: return nil
      }
    }
  }

  private func changeSequence(_ change: PropertyChange) -> [Statement]? {
    switch (change.property, change.word) {
    case ("identity of", _): return nil
    case ("owned by", nil):
      return [Statement(.alter, "ALTER SEQUENCE \(change.name) OWNED BY NONE")]
    case ("owned by", _): return sequenceOwner(change.object)
    case ("persistence", let word):
      let words = word == nil ? "LOGGED" : "UNLOGGED"
      return [Statement(.alter, "ALTER SEQUENCE \(change.name) SET \(words)")]
    default:
      let type = change.property == "type" ? "AS \(change.word ?? "bigint") " : ""
      return [
        Statement(
          .alter, "ALTER SEQUENCE \(change.name) \(type)\(sequenceOptions(of: change.object))")
      ]
    }
  }

  /// Values to add, with their places; nil when one would have to go or to move.
  private func newValues(_ old: [String], _ new: [String]) -> [String]? {
    guard new.filter(Set(old).contains) == old else { return nil }
    let known = Set(old)
    return new.indices.filter { !known.contains(new[$0]) }.map { index in
      let value = SQLName.literal(new[index])
      if index > 0 { return "\(value) AFTER \(SQLName.literal(new[index - 1]))" }
      return old.first.map { "\(value) BEFORE \(SQLName.literal($0))" } ?? value
    }
  }
}
