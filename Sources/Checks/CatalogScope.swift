package import Catalogs

/// What a comparison of catalogs leaves out, and for which reason.
package struct CatalogScope: Sendable, Hashable {
  /// The ledgers of the project, under the names that it gives them.
  private let ledgers: [CatalogPattern]
  private let ignoresPlatform: Bool
  /// What the project's settings name.
  private let named: [CatalogPattern]

  package init(
    ledgers: [CatalogPattern] = CatalogPattern.ledgers, ignoresPlatform: Bool,
    named: [CatalogPattern] = []
  ) {
    self.ledgers = ledgers
    self.ignoresPlatform = ignoresPlatform
    self.named = named
  }

  /// What the settings name goes first, so that it is told what each of them left out.
  package var patterns: [CatalogPattern] {
    named + ledgers + (ignoresPlatform ? CatalogPattern.platform : [])
  }

  /// How many objects each pattern left out of a catalog; those of the platform together.
  ///
  /// A pattern of the settings that matched nothing is listed as well.
  package func leftOut(of catalog: Catalog) -> [Catalog.Omission] {
    let counts = Dictionary(catalog.omissions.map { ($0.pattern, $0.count) }) { $0 + $1 }
    let own = (named + ledgers.filter { counts[$0.text] != nil }).map(\.text)
    let platform = counts.filter { !own.contains($0.key) }.values.reduce(0, +)
    return own.map { Catalog.Omission(pattern: $0, count: counts[$0] ?? 0) }
      + (platform == 0 ? [] : [Catalog.Omission(pattern: Self.platformName, count: platform)])
  }

  /// What stands in a list for everything that is the platform's.
  package static let platformName = "(platform)"
}
