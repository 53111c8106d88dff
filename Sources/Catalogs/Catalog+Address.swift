extension Catalog {
  /// What an object is called; equal in two databases for what is the same object.
  package struct Address: Sendable, Hashable, Comparable {
    package let kind: Kind
    /// Nil for what stands in no schema.
    package let schema: String?
    /// The relation, domain or publication that it belongs to, where names are unique only within.
    package let owner: String?
    /// Its own name; with the types of the arguments for what can be overloaded.
    package let name: String

    package init(kind: Kind, schema: String? = nil, within owner: String? = nil, name: String) {
      self.kind = kind
      self.schema = schema
      self.owner = owner
      self.name = name
    }

    package static func < (first: Self, second: Self) -> Bool { first.sortKey < second.sortKey }
  }
}

extension Catalog.Address: CustomStringConvertible {
  /// The kind and the name, as in `column public.note.id`.
  package var description: String { "\(kind.rawValue) \(path)" }

  /// The name with what it stands in.
  package var path: String {
    let own = kind.hasArguments ? name : Self.quoted(name)
    let whole = [schema, owner].compactMap { $0 }.map(Self.quoted).joined(separator: ".")
    guard let owner else { return schema.map { "\(Self.quoted($0)).\(own)" } ?? own }
    switch kind {
    case .column, .attribute: return "\(whole).\(own)"
    case .publicationTable, .publicationSchema:
      return [schema.map(Self.quoted), own].compactMap { $0 }.joined(separator: ".")
        + " in \(Self.quoted(owner))"
    default: return "\(own) on \(whole)"
    }
  }

  /// Orders by schema and relation first, so that what belongs together stands together.
  var sortKey: SortKey {
    let isPart = owner != nil
    return SortKey(
      isInSchema: schema != nil, schema: schema ?? "", relation: owner ?? name,
      isPart: isPart, rank: kind.rank, name: isPart ? name : "")
  }

  struct SortKey: Comparable {
    let isInSchema: Bool
    let schema: String
    let relation: String
    let isPart: Bool
    let rank: Int
    let name: String

    /// By bytes: no collation of a server or a platform has a say.
    static func < (first: Self, second: Self) -> Bool {
      if first.isInSchema != second.isInSchema { return second.isInSchema }
      if first.schema != second.schema { return Self.precedes(first.schema, second.schema) }
      if first.relation != second.relation { return Self.precedes(first.relation, second.relation) }
      if first.isPart != second.isPart { return second.isPart }
      if first.rank != second.rank { return first.rank < second.rank }
      return Self.precedes(first.name, second.name)
    }

    private static func precedes(_ first: String, _ second: String) -> Bool {
      first.utf8.lexicographicallyPrecedes(second.utf8)
    }
  }

  /// In double quotes where a reader could take it for something else.
  private static func quoted(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || byte == UInt8(ascii: "_")
        || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }
    return isPlain && !name.isEmpty ? name : SQLName.quoted(name)
  }
}
