package import Catalogs
package import Diagnostics
package import Revisions

/// What a database contains against what its applied revisions build.
package struct CatalogDivergence {
  /// What the files build.
  private let expected: Catalog
  private let found: Catalog
  /// Rows of the Supabase ledger that no entry of ours explains: changes past the files.
  private let suspects: [NativeRow]
  /// Where the files make an object, or what it is a part of.
  private let place: (Catalog.Address) -> SourceLocation?

  package init(
    expected: Catalog, found: Catalog, suspects: [NativeRow],
    place: @escaping (Catalog.Address) -> SourceLocation?
  ) {
    self.expected = expected
    self.found = found
    self.suspects = suspects
    self.place = place
  }

  /// A finding for each difference that follows from no other.
  package var findings: [Diagnostic] {
    expected.differences(to: found).map { difference in
      Diagnostic(
        severity(of: difference), code(of: difference), difference.driftMessage,
        at: place(difference.object), hint: hint(for: difference), related: related(to: difference))
    }
  }

  /// The version of an extension is the server's affair as much as the revisions'.
  private func severity(of difference: Catalog.Difference) -> Diagnostic.Severity {
    difference.object.kind == .extension && difference.property == "version" ? .note : .error
  }

  private func code(of difference: Catalog.Difference) -> String {
    switch difference.change {
    case .added: "drift-added"
    case .removed: "drift-removed"
    case .changed: "drift-changed"
    }
  }

  private func hint(for difference: Catalog.Difference) -> String {
    guard let sql = difference.sql, !sql.isEmpty else {
      return "if it is meant, write it down in a new revision; else undo it in the database"
    }
    return "if it is meant, a new revision with this says so: "
      + sql.map { $0.hasSuffix(";") ? $0 : "\($0);" }.joined(separator: " ")
  }

  /// What came along, and whose change it may be.
  private func related(to difference: Catalog.Difference) -> [Diagnostic.Related] {
    var related = difference.driftDetails
    if !difference.along.isEmpty {
      let names = difference.along.prefix(5).map(\.description).joined(separator: ", ")
      let more = difference.along.count > 5 ? " and \(difference.along.count - 5) more" : ""
      related.append(Diagnostic.Related("along with it: \(names)\(more)"))
    }
    let name = (difference.object.owner ?? difference.object.name).prefix { $0 != "(" }.lowercased()
    related += suspects.filter { $0.text?.lowercased().contains(name) == true }.map { row in
      Diagnostic.Related(
        "the row '\(row.version)' of the Supabase ledger, applied out of band, speaks of '\(name)'")
    }
    if let owner = found[difference.object]?["owner"]?.words {
      related.append(Diagnostic.Related("it belongs to \(owner)"))
    }
    return related
  }
}

extension Catalog.Difference {
  /// What has drifted, where the first catalog is that of the applied revisions.
  var driftMessage: String {
    switch change {
    case .added: "\(object) is in the database, and no applied revision makes it"
    case .removed: "\(object) is not in the database, and applied revisions make it"
    case .changed: "\(object): " + (contrast?.words(Self.here, Self.there) ?? "")
    }
  }

  /// Where long values part.
  fileprivate var driftDetails: [Diagnostic.Related] {
    contrast?.details(Self.here, Self.there) ?? []
  }

  private static let (here, there) = ("in the database", "by the applied revisions")

  private var contrast: PropertyContrast? {
    guard case .changed(let property, let before, let after) = change else { return nil }
    return PropertyContrast(property: property, first: after, second: before)
  }
}

extension Catalog {
  /// The same with another name for a role: who runs revisions is called differently elsewhere.
  package func calling(_ role: String, _ other: String) -> Catalog {
    guard role != other else { return self }
    let objects = objects.map { object in
      Object(
        address: Self.calling(role, other, object.address),
        properties: object.properties.map { property in
          let name =
            property.name == "privileges of \(role)" ? "privileges of \(other)" : property.name
          guard property.name == "owner", property.value == .text(role) else {
            return Property(name, property.value)
          }
          return Property(name, .text(other))
        }, containers: object.containers, inheritedFrom: object.inheritedFrom,
        dependencies: object.dependencies, details: object.details, isImplicit: object.isImplicit)
    }
    return Catalog(
      serverVersion: serverVersion, objects: objects, omissions: omissions, unreadable: unreadable)
  }

  private static func calling(_ role: String, _ other: String, _ address: Address) -> Address {
    guard address.kind == .defaultPrivileges, address.name.hasPrefix("of \(role) on ") else {
      return address
    }
    return Address(
      kind: address.kind, schema: address.schema, within: address.owner,
      name: "of \(other) on " + address.name.dropFirst("of \(role) on ".count))
  }
}

extension CatalogPattern {
  /// What the platform itself changes in a Supabase database: its services' schemas, but for what
  /// projects add to them.
  package static let platform: [CatalogPattern] = {
    let schemas = [
      "auth", "storage", "realtime", "vault", "cron", "net", "extensions", "graphql",
      "graphql_public", "pgbouncer", "pgsodium", "pgsodium_masks", "pgmq", "pgmq_public",
      "supabase_functions", "_realtime", "_analytics", "migrate_platform", "tiger", "topology",
    ]
    let kept: Set<Catalog.Kind> = [.policy, .trigger]
    let kinds = Catalog.Kind.allCases.filter { !kept.contains($0) }
    return schemas.flatMap { schema in
      kinds.compactMap { CatalogPattern("\($0.rawValue):\(schema)") }
        + kinds.compactMap { CatalogPattern("\($0.rawValue):\(schema).*") }
    } + ["storage", "realtime", "_realtime"].compactMap { CatalogPattern("trigger:\($0).*") }
      + ["event trigger:*", "publication:*realtime*"].compactMap { CatalogPattern($0) }
  }()
}
