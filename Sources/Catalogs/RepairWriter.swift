/// Writes the statements that turn one catalog into another, difference by difference.
///
/// A function returns nil where no statement is safe; the dispatcher then says why.
struct RepairWriter {
  let before: Catalog
  let after: Catalog
  /// Indexes and constraints that partitions have as well: theirs are made first, and found.
  let inherited: Set<Catalog.Address>

  private var turns: [Catalog.Address: Int] = [:]

  init(before: Catalog, after: Catalog, changes: [Catalog.Difference]) {
    self.before = before
    self.after = after
    inherited = Set(after.objects.flatMap(\.inheritedFrom))
    let added = changes.filter { $0.change == .added }.map(\.object)
    let removed = changes.filter { $0.change == .removed }.map(\.object)
    for (turn, address) in Self.ordered(added, in: after).enumerated() { turns[address] = turn }
    for (turn, address) in Self.ordered(removed, in: before).enumerated() {
      turns[address] = -turn
    }
  }

  typealias Statement = Catalog.Statement

  func repair(of difference: Catalog.Difference) -> Catalog.Repair {
    switch difference.change {
    case .added:
      var statements: [Statement] = []
      for address in [difference.object] + difference.along {
        guard let object = after[address], let made = creation(of: object) else {
          return .unsafe(
            "\(address.kind.rawValue) '\(address.path)' cannot be made from the catalog")
        }
        statements += inTurn(made, of: address)
      }
      return .statements(statements)
    case .removed:
      guard let statement = removal(of: difference.object) else {
        return .unsafe("dropping the \(difference.object.kind.rawValue) can lose what it holds")
      }
      let families = difference.along.filter { $0.kind == .operatorFamily }.compactMap(removal)
      return .statements(inTurn([statement] + families, of: difference.object))
    case .changed(let property, let old, let new):
      guard let statements = change(of: difference.object, property, old, new) else {
        return .unsafe("\(property) cannot be changed without loss, or not in place")
      }
      return .statements(statements)
    }
  }

  private func inTurn(_ statements: [Statement], of address: Catalog.Address) -> [Statement] {
    statements.map { statement in
      var statement = statement
      statement.turn = turns[address] ?? 0
      return statement
    }
  }

  /// What is needed comes before what needs it; otherwise by kind.
  private static func ordered(
    _ addresses: [Catalog.Address], in catalog: Catalog
  ) -> [Catalog.Address] {
    let all = Set(addresses)
    var done: Set<Catalog.Address> = []
    var result: [Catalog.Address] = []
    func visit(_ address: Catalog.Address) {
      guard all.contains(address), done.insert(address).inserted else { return }
      let object = catalog[address]
      // The column of a serial needs its sequence, though it owns it.
      let containers = object?["owned by"] == nil ? object?.containers ?? [] : []
      for needed in containers + (object?.dependencies ?? []) { visit(needed) }
      result.append(address)
    }
    for address in addresses.sorted(by: { ($0.kind.rank, $0) < ($1.kind.rank, $1) }) {
      visit(address)
    }
    return result
  }

  /// Everything that makes an object as it is, what is said of it included.
  private func creation(of object: Catalog.Object) -> [Statement]? {
    guard let made = definition(of: object) else { return nil }
    return made + remarks(on: object)
  }

  /// Owner, privileges, comment and labels of a new object.
  func remarks(on object: Catalog.Object) -> [Statement] {
    let address = object.address
    var statements: [Statement] = []
    if let owner = object["owner"], object["identity of"] == nil {
      statements += ownership(of: address, owner.words)
    }
    statements += defaultPrivilegesUndone(for: object)
    for property in object.properties {
      if property.name.hasPrefix("privileges of ") {
        statements += privileges(of: address, property.name, nil, property.value) ?? []
      } else if let remark = remark(on: address, property.name, property.value) {
        statements.append(remark)
      }
    }
    return statements
  }

  func ownership(of address: Catalog.Address, _ owner: String) -> [Statement] {
    guard let designation = address.designation else { return [] }
    let phase = address.kind == .eventTrigger ? Catalog.Phase.eventTriggers : .owner
    return [Statement(phase, "ALTER \(designation) OWNER TO \(SQLName.quoted(owner))")]
  }

  /// A comment or a security label.
  func remark(
    on address: Catalog.Address, _ property: String, _ value: Catalog.Value?
  ) -> Statement? {
    guard let designation = address.designation else { return nil }
    let text = value.map { SQLName.literal($0.words) } ?? "NULL"
    let phase = address.kind == .eventTrigger ? Catalog.Phase.eventTriggers : .comment
    if property == "comment" {
      return Statement(phase, "COMMENT ON \(designation) IS \(text)")
    }
    guard property.hasPrefix("security label ") else { return nil }
    let provider = SQLName.quoted(String(property.dropFirst("security label ".count)))
    return Statement(phase, "SECURITY LABEL FOR \(provider) ON \(designation) IS \(text)")
  }

  private func change(
    of address: Catalog.Address, _ property: String, _ old: Catalog.Value?, _ new: Catalog.Value?
  ) -> [Statement]? {
    if property == "owner", let new {
      guard address.kind != .database, address.kind != .subscription else { return nil }
      return ownership(of: address, new.words)
    }
    if property.hasPrefix("privileges of ") { return privileges(of: address, property, old, new) }
    if let remark = remark(on: address, property, new) { return [remark] }
    guard let object = after[address] ?? before[address]?.bare else { return nil }
    let change = PropertyChange(object: object, property: property, old: old, new: new)
    switch address.kind {
    case .table, .foreignTable, .materializedView: return changeTable(change)
    case .column: return changeColumn(change)
    case .view: return changeView(change)
    case .constraint, .domainConstraint: return changeConstraint(change)
    case .index: return changeIndex(change)
    case .trigger, .eventTrigger, .rule, .policy, .statistics, .cast: return changePart(change)
    case .sequence, .enumeration, .domain: return changeType(change)
    case .function, .procedure, .aggregate, .windowFunction: return changeRoutine(change)
    case .extension, .server, .foreignDataWrapper, .publication, .publicationTable:
      return changeBeside(change)
    default: return nil
    }
  }

  /// Dropping without `CASCADE`; nil where rows, numbers, secrets or a position would be lost.
  private func removal(of address: Catalog.Address) -> Statement? {
    let name = SQLName.quoted(address.name)
    switch address.kind {
    case .table, .column, .attribute, .sequence, .extension, .subscription, .role, .database,
      .server, .userMapping, .baseType:
      return nil
    case .constraint:
      guard let old = before[address], old.containers.allSatisfy({ $0.kind != .constraint }) else {
        return nil
      }
      return Statement(.dropParts, "ALTER TABLE \(address.ownerName) DROP CONSTRAINT \(name)")
    case .domainConstraint:
      return Statement(.dropParts, "ALTER DOMAIN \(address.ownerName) DROP CONSTRAINT \(name)")
    case .index where before[address]?["attached to"] != nil: return nil
    case .publicationTable:
      return Statement(
        .dropParts,
        "ALTER PUBLICATION \(SQLName.quoted(address.owner ?? "")) DROP TABLE ONLY "
          + publishedName(address))
    case .publicationSchema:
      return Statement(
        .dropParts,
        "ALTER PUBLICATION \(SQLName.quoted(address.owner ?? "")) DROP TABLES IN SCHEMA \(name)")
    default:
      guard let designation = address.designation else { return nil }
      let isPart = [.index, .statistics, .rule, .trigger, .policy, .eventTrigger, .publication]
        .contains(address.kind)
      return Statement(isPart ? .dropParts : .dropRest, "DROP \(designation)")
    }
  }

  /// The schema and name of a published table; the address is qualified by its publication.
  func publishedName(_ address: Catalog.Address) -> String {
    "\(SQLName.quoted(address.schema ?? "")).\(SQLName.quoted(address.name))"
  }
}

/// One property of an object that is on both sides, and what it should be.
struct PropertyChange {
  let object: Catalog.Object
  let property: String
  let old: Catalog.Value?
  let new: Catalog.Value?

  var address: Catalog.Address { object.address }
  var name: String { address.sqlName }
  /// The new value as a word of SQL.
  var word: String? { new?.words }

  /// The rest of the property's name behind a word.
  func key(behind prefix: String) -> String? {
    property.hasPrefix(prefix) ? String(property.dropFirst(prefix.count)) : nil
  }

  /// `SET (key = value)` or `RESET (key)` for a storage parameter.
  func parameter(_ key: String) -> String {
    guard let new else { return "RESET (\(RepairWriter.parameterName(key)))" }
    return "SET (\(RepairWriter.parameter(key, new.words)))"
  }

  /// `OPTIONS (…)` for an option of a foreign object; nil where a value is hidden.
  func foreignOption(_ key: String) -> String? {
    guard old?.words != "(hidden)", new?.words != "(hidden)" else { return nil }
    let name = SQLName.quoted(key)
    guard let new else { return "OPTIONS (DROP \(name))" }
    return "OPTIONS (\(old == nil ? "ADD" : "SET") \(name) \(SQLName.literal(new.words)))"
  }
}
