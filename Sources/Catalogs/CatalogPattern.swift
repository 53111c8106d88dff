/// Which objects a comparison leaves out: `auth`, `auth.*`, `*.alembic_version`, `extension:pg_*`.
///
/// A word without a dot is a schema with all that is in it. Two words with a dot are a schema and
/// the name of a relation, function or type, with all that belongs to it. A kind and a colon before
/// either narrows it to that kind; there, a word without a dot is also the name of what is in no
/// schema. `*` stands for any characters, `?` for one.
package struct CatalogPattern: Sendable, Hashable {
  /// As it was written.
  package let text: String
  private let kind: Catalog.Kind?
  private let schema: String?
  private let name: String

  /// Nil when the word before a colon is no kind, or when a part is empty.
  package init?(_ text: String) {
    self.text = text
    var rest = Substring(text)
    if let colon = rest.firstIndex(of: ":") {
      guard let kind = Catalog.Kind(rawValue: String(rest[..<colon])) else { return nil }
      self.kind = kind
      rest = rest[rest.index(after: colon)...]
    } else {
      kind = nil
    }
    if let dot = rest.firstIndex(of: ".") {
      schema = String(rest[..<dot])
      name = String(rest[rest.index(after: dot)...])
    } else {
      schema = nil
      name = String(rest)
    }
    guard !name.isEmpty, schema?.isEmpty != true else { return nil }
  }

  /// What is left out unless told otherwise: our ledger, and those of the native tools.
  package static let ledgers = ["migrate", "supabase_migrations", "*.alembic_version"]
    .compactMap { CatalogPattern($0) }

  /// Whether it leaves an object out.
  package func matches(_ address: Catalog.Address) -> Bool {
    if let kind, kind != address.kind { return false }
    if let schema {
      guard let of = address.schema, address.kind != .schema else { return false }
      return Self.matches(schema, of) && Self.matches(name, address.owner ?? address.plainName)
    }
    if let of = address.schema { return Self.matches(name, of) }
    return (kind != nil || address.kind == .schema) && Self.matches(name, address.plainName)
  }

  /// A glob of `*` and `?` against a whole name.
  static func matches(_ glob: String, _ name: String) -> Bool {
    let glob = Array(glob.unicodeScalars)
    let name = Array(name.unicodeScalars)
    var (g, n) = (0, 0)
    var (star, resume) = (-1, 0)
    while n < name.count {
      if g < glob.count, glob[g] == "*" {
        (star, resume) = (g, n)
        g += 1
      } else if g < glob.count, glob[g] == "?" || glob[g] == name[n] {
        g += 1
        n += 1
      } else if star >= 0 {
        resume += 1
        (g, n) = (star + 1, resume)
      } else {
        return false
      }
    }
    return glob[g...].allSatisfy { $0 == "*" }
  }
}

extension Catalog.Address {
  /// The name without the types of its arguments.
  package var plainName: String {
    guard kind.hasArguments, let end = name.firstIndex(of: "(") else { return name }
    return String(name[..<end])
  }
}
