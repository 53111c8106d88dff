/// What a database contains, as far as DDL can make it.
///
/// OIDs, rows, statistics and the order of creation are no part of it. Two databases with the same
/// text are the same for a migration.
package struct Catalog: Sendable, Hashable {
  /// The server's version as a number, such as `150018`; no part of the text.
  package let serverVersion: Int
  /// In the order of their addresses.
  package let objects: [Object]
  /// What was left out, by the rule that did so; no part of the text.
  package let omissions: [Omission]
  /// What could not be read, in words; no part of the text.
  package let unreadable: [String]

  private let indexes: [Address: Int]

  /// Takes objects in any order; two with the same address are a mistake of the caller.
  package init(
    serverVersion: Int, objects: [Object], omissions: [Omission] = [], unreadable: [String] = []
  ) {
    self.serverVersion = serverVersion
    let keys = objects.map { $0.address.sortKey }
    let order = objects.indices.sorted { keys[$0] < keys[$1] }
    self.objects = order.map { objects[$0] }
    self.omissions = omissions
    self.unreadable = unreadable
    indexes = Dictionary(
      self.objects.enumerated().map { ($1.address, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(_ address: Address) -> Object? { indexes[address].map { objects[$0] } }

  /// The canonical text: what two catalogs are compared by.
  package var text: String {
    var text = ""
    for object in objects { object.write(to: &text) }
    return text
  }
}

extension Catalog {
  /// How many objects a rule left out.
  package struct Omission: Sendable, Hashable {
    /// As it was written.
    package let pattern: String
    package let count: Int

    package init(pattern: String, count: Int) {
      self.pattern = pattern
      self.count = count
    }
  }
}
