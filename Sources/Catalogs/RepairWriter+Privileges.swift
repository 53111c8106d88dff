/// Grants, as statements.
extension RepairWriter {
  /// Grants and revokes; the property is `privileges of` and the role, quoted.
  func privileges(
    of address: Catalog.Address, _ property: String, _ old: Catalog.Value?,
    _ new: Catalog.Value?
  ) -> [Statement]? {
    let role = String(property.dropFirst("privileges of ".count))
    if address.kind == .defaultPrivileges {
      return defaultPrivileges(of: address, role, old, new)
    }
    guard let target = address.grantTarget else { return nil }
    let columns = address.kind == .column ? " (\(SQLName.quoted(address.name)))" : ""
    let wanted = new?.values ?? builtIn(address, role)
    let had = old?.values ?? builtIn(address, role)
    var statements: [Statement] = []
    if !Set(had).subtracting(["none"]).isSubset(of: wanted) {
      statements.append(
        Statement(.privileges, "REVOKE ALL\(columns) ON \(target) FROM \(role)"))
      statements += grants(wanted, columns: columns, on: target, to: role)
      // Taking a right on a table takes it on the columns as well.
      if columns.isEmpty { statements += columnGrants(of: address, property, role) }
    } else {
      let added = wanted.filter { !had.contains($0) }
      statements += grants(added, columns: columns, on: target, to: role)
    }
    return statements
  }

  private func grants(
    _ rights: [String], columns: String, on target: String, to role: String
  ) -> [Statement] {
    [false, true].compactMap { passesOn in
      let ending = " WITH GRANT OPTION"
      let names = rights.filter { $0 != "none" && $0.hasSuffix(ending) == passesOn }
        .map { passesOn ? String($0.dropLast(ending.count)) : $0 }
      guard !names.isEmpty else { return nil }
      let list = names.map { $0 + columns }.joined(separator: ", ")
      return Statement(
        .privileges, "GRANT \(list) ON \(target) TO \(role)\(passesOn ? ending : "")")
    }
  }

  private func columnGrants(
    of table: Catalog.Address, _ property: String, _ role: String
  ) -> [Statement] {
    guard let names = after[table]?["columns"]?.values else { return [] }
    return names.flatMap { name -> [Statement] in
      let column = Catalog.Address(
        kind: .column, schema: table.schema, within: table.name, name: name)
      guard let rights = after[column]?[property] else { return [] }
      return privileges(of: column, property, nil, rights) ?? []
    }
  }

  /// What a role has without any grant.
  private func builtIn(_ address: Catalog.Address, _ role: String) -> [String] {
    if let owner = after[address]?["owner"], SQLName.quoted(owner.words) == role { return ["ALL"] }
    if address.kind == .changedPrivileges {
      let details = (after[address] ?? before[address])?.details
      return details?["default privileges of \(role)"] ?? []
    }
    guard role == "PUBLIC" else { return [] }
    switch address.kind {
    case .function, .procedure, .aggregate, .windowFunction: return ["ALL"]
    case .enumeration, .compositeType, .rangeType, .baseType, .domain, .language: return ["ALL"]
    default: return []
    }
  }

  private func defaultPrivileges(
    of address: Catalog.Address, _ role: String, _ old: Catalog.Value?, _ new: Catalog.Value?
  ) -> [Statement]? {
    let details = (after[address] ?? before[address])?.details ?? [:]
    guard let maker = details["role"]?.first, let on = address.name.firstRange(of: " on ") else {
      return nil
    }
    let kind = address.name[on.upperBound...].uppercased()
    let schema = address.schema.map { " IN SCHEMA \(SQLName.quoted($0))" } ?? ""
    let start = "ALTER DEFAULT PRIVILEGES FOR ROLE \(SQLName.quoted(maker))\(schema)"
    // Without a schema, what is built in is there until it is taken.
    let builtIn =
      address.schema == nil
        && (role == SQLName.quoted(maker)
          || role == "PUBLIC" && ["FUNCTIONS", "TYPES"].contains(kind))
      ? ["ALL"] : []
    let wanted = new?.values ?? builtIn
    let had = old?.values ?? builtIn
    var statements: [Statement] = []
    var missing = wanted
    if Set(had).subtracting(["none"]).isSubset(of: wanted) {
      missing = wanted.filter { !had.contains($0) }
    } else {
      statements.append(Statement(.privileges, "\(start) REVOKE ALL ON \(kind) FROM \(role)"))
    }
    return statements
      + grants(missing, columns: "", on: kind, to: role).map {
        Statement(.privileges, "\(start) \($0.sql)")
      }
  }

  /// Takes what default privileges may give to a new object and what it should not have.
  func defaultPrivilegesUndone(for object: Catalog.Object) -> [Statement] {
    guard let target = object.address.grantTarget, let kind = defaultPrivilegeKind(object.address)
    else { return [] }
    let given = (before.objects + after.objects).filter {
      $0.address.kind == .defaultPrivileges && $0.address.name.hasSuffix(" on \(kind)")
        && ($0.address.schema == nil || $0.address.schema == object.address.schema)
    }
    let roles = Set(given.flatMap(\.properties).map(\.name)).subtracting(
      object.properties.map(\.name)
    ).filter { $0.hasPrefix("privileges of ") }
    return roles.sorted().flatMap { property -> [Statement] in
      let role = String(property.dropFirst("privileges of ".count))
      let builtIn = builtIn(object.address, role)
      return [Statement(.privileges, "REVOKE ALL ON \(target) FROM \(role)")]
        + grants(builtIn, columns: "", on: target, to: role)
    }
  }

  private func defaultPrivilegeKind(_ address: Catalog.Address) -> String? {
    switch address.kind {
    case .table, .view, .materializedView, .foreignTable: "tables"
    case .sequence: "sequences"
    case .function, .procedure, .aggregate, .windowFunction: "functions"
    case .enumeration, .compositeType, .rangeType, .baseType, .domain: "types"
    case .schema: "schemas"
    default: nil
    }
  }
}
