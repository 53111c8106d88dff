extension Catalog {
  /// One thing in which two catalogs differ.
  package struct Difference: Sendable, Hashable {
    package let object: Address
    package let change: Change
    /// What was added or removed along with it, such as the columns of a table.
    package let along: [Address]
    package let repair: Repair

    package init(
      object: Address, change: Change, along: [Address] = [], repair: Repair = .statements([])
    ) {
      self.object = object
      self.change = change
      self.along = along
      self.repair = repair
    }
  }

  /// What became of an object between the first catalog and the second.
  package enum Change: Sendable, Hashable {
    case added
    case removed
    /// Nil is what the property is by default.
    case changed(property: String, before: Value?, after: Value?)
  }

  /// What would have to change in this catalog for it to be the other.
  package func differences(to other: Catalog) -> [Difference] {
    Comparison(before: self, after: other).differences
  }
}

extension Catalog.Difference {
  /// The property; nil where the object itself came or went.
  package var property: String? {
    if case .changed(let property, _, _) = change { property } else { nil }
  }

  package var before: String? {
    if case .changed(_, let before, _) = change { before?.words } else { nil }
  }

  package var after: String? {
    if case .changed(_, _, let after) = change { after?.words } else { nil }
  }

  func with(_ repair: Catalog.Repair) -> Self {
    Self(object: object, change: change, along: along, repair: repair)
  }

  /// In one line, as in `column public.note.id: type: integer → bigint`.
  package var words: String {
    switch change {
    case .added: "\(object): added"
    case .removed: "\(object): removed"
    case .changed(let property, let before, let after):
      "\(object): \(property): \(Self.line(before)) → \(Self.line(after))"
    }
  }

  private static func line(_ value: Catalog.Value?) -> String {
    guard let value else { return "(default)" }
    let lines = value.words.split(whereSeparator: \.isNewline)
    return lines.map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: " ")
  }
}

/// Two catalogs side by side.
struct Comparison {
  let before: Catalog
  let after: Catalog

  /// Those that follow from no other.
  var differences: [Catalog.Difference] {
    let changes = allChanges
    var along: [Catalog.Address: [Catalog.Address]] = [:]
    var shown: [Catalog.Difference] = []
    let byAddress = Dictionary(grouping: changes, by: \.object)
    for difference in changes {
      if let cause = cause(of: difference, among: byAddress) {
        along[cause, default: []].append(difference.object)
      } else if !isInherited(difference, among: byAddress) {
        shown.append(difference)
      }
    }
    guard !shown.isEmpty else { return [] }
    let writer = RepairWriter(before: before, after: after, changes: changes)
    let whole = shown.map { difference in
      let all = Catalog.Difference(
        object: difference.object, change: difference.change,
        along: along[difference.object] ?? [])
      return all.with(writer.repair(of: all))
    }
    return withNeeds(whole)
  }

  /// What needs something that cannot be made cannot be made either.
  private func withNeeds(_ differences: [Catalog.Difference]) -> [Catalog.Difference] {
    var differences = differences
    var unmade: Set<Catalog.Address> = []
    func note(_ difference: Catalog.Difference) -> Bool {
      guard difference.change == .added, difference.sql == nil else { return false }
      return unmade.insert(difference.object).inserted
        || !unmade.isSuperset(of: difference.along)
    }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for difference in differences where note(difference) {
        unmade.formUnion(difference.along)
        isGrowing = true
      }
      for index in differences.indices where differences[index].sql != nil {
        let needed = needs(of: differences[index]).first { unmade.contains($0) }
        guard let needed else { continue }
        differences[index] = differences[index].with(.unsafe("it needs \(needed)"))
      }
    }
    return differences
  }

  private func needs(of difference: Catalog.Difference) -> [Catalog.Address] {
    guard difference.change == .added else { return [] }
    return ([difference.object] + difference.along).flatMap { after[$0]?.dependencies ?? [] }
  }

  /// Every difference, those that follow from others included, in the order of addresses.
  var allChanges: [Catalog.Difference] {
    var result: [Catalog.Difference] = []
    for object in before.objects where after[object.address] == nil {
      result += presence(of: object, .removed)
    }
    for object in after.objects {
      if let old = before[object.address] {
        result += changes(from: old, to: object)
      } else {
        result += presence(of: object, .added)
      }
    }
    return result.enumerated().sorted {
      let (first, second) = ($0.element.object, $1.element.object)
      return first == second ? $0.offset < $1.offset : first < second
    }.map(\.element)
  }

  /// An object on one side alone.
  private func presence(
    of object: Catalog.Object, _ change: Catalog.Change
  ) -> [Catalog.Difference] {
    let other = change == .added ? before : after
    let staysWithout = object.containers.allSatisfy { other[$0] != nil }
    guard object.isImplicit && staysWithout else {
      return [Catalog.Difference(object: object.address, change: change)]
    }
    let empty = Catalog.Object(address: object.address, properties: [])
    return change == .added
      ? changes(from: empty, to: object) : changes(from: object, to: empty)
  }

  /// The properties of an object that is on both sides.
  private func changes(
    from old: Catalog.Object, to new: Catalog.Object
  ) -> [Catalog.Difference] {
    guard old.properties != new.properties else { return [] }
    let names = Set((old.properties + new.properties).map(\.name)).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    let unreadable = (old.properties + new.properties).filter { $0.value == .unreadable }
    return names.compactMap { name in
      let (before, after) = (old[name], new[name])
      // One that cannot be read stands for all whose names begin with its name.
      guard before != after, !unreadable.contains(where: { name.hasPrefix($0.name) }) else {
        return nil
      }
      if name == "columns" || name == "attributes" {
        guard columnsMove(before?.values ?? [], after?.values ?? []) else { return nil }
      }
      return Catalog.Difference(
        object: new.address, change: .changed(property: name, before: before, after: after))
    }
  }

  /// Whether adding columns at the end and removing others does not give the order.
  private func columnsMove(_ before: [String], _ after: [String]) -> Bool {
    let kept = Set(after)
    let old = Set(before)
    return before.filter(kept.contains) + after.filter { !old.contains($0) } != after
  }

  /// The outermost container that came or went with the object.
  private func cause(
    of difference: Catalog.Difference, among changes: [Catalog.Address: [Catalog.Difference]]
  ) -> Catalog.Address? {
    guard difference.property == nil,
      let object = after[difference.object] ?? before[difference.object]
    else { return nil }
    if let cause = cause(of: object, among: changes) { return cause }
    let side = difference.change == .added ? after : before
    var current = difference.object
    var seen: Set<Catalog.Address> = [current]
    while let next = (side[current]?.containers ?? []).first(where: { container in
      changes[container]?.contains { $0.change == difference.change } == true
    }), seen.insert(next).inserted {
      current = next
    }
    return current == difference.object ? nil : current
  }

  /// A change of another object's property that makes or drops this one.
  private func cause(
    of object: Catalog.Object, among changes: [Catalog.Address: [Catalog.Difference]]
  ) -> Catalog.Address? {
    func changed(_ property: String) -> Catalog.Address? {
      object.containers.first { container in
        changes[container]?.contains { $0.property == property } == true
      }
    }
    if object["identity of"] != nil { return changed("identity") }
    guard object.address.kind == .constraint, let table = changed("inherits") else { return nil }
    // What was inherited becomes a table's own, or the other way round.
    let parents = (before[table]?.containers ?? []) + (after[table]?.containers ?? [])
    let isInherited = parents.contains { parent in
      let address = Catalog.Address(
        kind: .constraint, schema: parent.schema, within: parent.name, name: object.address.name)
      return before[address] != nil && after[address] != nil
    }
    return isInherited ? table : nil
  }

  /// Properties that `ALTER TABLE` does not carry over to children.
  private static func staysBehind(_ property: String) -> Bool {
    ["comment", "privileges ", "security label ", "option "].contains { property.hasPrefix($0) }
  }

  /// Whether the same change of a parent's object brings this one about.
  private func isInherited(
    _ difference: Catalog.Difference, among changes: [Catalog.Address: [Catalog.Difference]]
  ) -> Bool {
    guard let property = difference.property, let object = after[difference.object] else {
      return false
    }
    if property == "inheritance" {
      return object.containers.contains { table in
        changes[table]?.contains { ["inherits", "partition of"].contains($0.property) } == true
      }
    }
    guard !Self.staysBehind(property) else { return false }
    return object.inheritedFrom.contains { parent in
      changes[parent]?.contains { $0.change == difference.change } == true
    }
  }
}
