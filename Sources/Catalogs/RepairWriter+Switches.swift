/// Triggers, rules, policies, statistics and casts, as statements.
extension RepairWriter {
  func partDefinition(of object: Catalog.Object) -> [Statement]? {
    let address = object.address
    let state = object["enabled"].flatMap { enabling(address, $0.words) }.map { [$0] } ?? []
    switch address.kind {
    case .trigger where object.isImplicit: return state
    case .trigger, .rule, .statistics:
      guard let definition = object["definition"]?.words else { return nil }
      let target = object["target"].map {
        Statement(.alter, "ALTER STATISTICS \(address.sqlName) SET STATISTICS \($0.words)")
      }
      let text = definition.hasSuffix(";") ? String(definition.dropLast()) : definition
      return [Statement(.foreignKeys, text)] + state + (target.map { [$0] } ?? [])
    case .policy: return [Statement(.foreignKeys, policy(object, isNew: true))]
    case .eventTrigger:
      guard let event = object["event"]?.words, let function = object["function"]?.words else {
        return nil
      }
      let tags = (object["tags"]?.values ?? []).map(SQLName.literal).joined(separator: ", ")
      let filter = tags.isEmpty ? "" : " WHEN TAG IN (\(tags))"
      // Last of all, so that it does not see the statements beside it: also those about itself.
      return [
        Statement(
          .eventTriggers,
          "CREATE EVENT TRIGGER \(address.sqlName) ON \(event)\(filter) EXECUTE FUNCTION \(function)"
        )
      ] + state
    case .cast: return cast(object).map { [Statement(.createParts, $0)] }
    default: return nil
    }
  }

  func changePart(_ change: PropertyChange) -> [Statement]? {
    let address = change.address
    if change.property == "enabled" {
      return enabling(address, change.word).map { [$0] }
    }
    if address.kind == .policy, change.property != "command", change.property != "permissive",
      change.property == "roles" || change.new != nil
    {
      return [Statement(.alter, policy(change.object, isNew: false))]
    }
    if address.kind == .statistics, change.property == "target" {
      return [
        Statement(.alter, "ALTER STATISTICS \(change.name) SET STATISTICS \(change.word ?? "-1")")
      ]
    }
    guard !change.object.isImplicit, let designation = address.designation,
      let made = partDefinition(of: change.object)
    else { return nil }
    return [Statement(.dropParts, "DROP \(designation)")] + made + remarks(on: change.object)
  }

  private func enabling(_ address: Catalog.Address, _ state: String?) -> Statement? {
    let words =
      switch state {
      case "no": "DISABLE"
      case "replica": "ENABLE REPLICA"
      case "always": "ENABLE ALWAYS"
      default: "ENABLE"
      }
    switch address.kind {
    case .trigger, .rule:
      return Statement(
        .privileges,
        "ALTER TABLE \(address.ownerName) \(words) \(address.kind.rawValue.uppercased()) "
          + SQLName.quoted(address.name))
    case .eventTrigger:
      let tail = words.split(separator: " ").reversed().joined(separator: " ")
      let order = words.hasPrefix("ENABLE ") ? "ENABLE \(tail.split(separator: " ")[0])" : words
      return Statement(.eventTriggers, "ALTER EVENT TRIGGER \(address.sqlName) \(order)")
    default: return nil
    }
  }

  private func policy(_ object: Catalog.Object, isNew: Bool) -> String {
    let address = object.address
    var sql = "\(isNew ? "CREATE" : "ALTER") POLICY \(SQLName.quoted(address.name))"
    sql += " ON \(address.ownerName)"
    if isNew {
      if object["permissive"] != nil { sql += " AS RESTRICTIVE" }
      if let command = object["command"]?.words { sql += " FOR \(command.uppercased())" }
    }
    let roles = object["roles"]?.values.map(SQLName.quoted) ?? ["PUBLIC"]
    sql += " TO \(roles.joined(separator: ", "))"
    if let condition = object["using"]?.words { sql += " USING (\(condition))" }
    if let condition = object["with check"]?.words { sql += " WITH CHECK (\(condition))" }
    return sql
  }

  private func cast(_ object: Catalog.Object) -> String? {
    guard let method = object["method"]?.words else { return nil }
    let way =
      switch method {
      case "inout": "WITH INOUT"
      case "binary": "WITHOUT FUNCTION"
      default: "WITH FUNCTION \(method)"
      }
    let context = object["context"].map { " AS \($0.words.uppercased())" } ?? ""
    return "CREATE CAST \(object.address.name) \(way)\(context)"
  }
}
