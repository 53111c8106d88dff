extension Catalog {
  /// What kind of object it is; the order is that in which objects can be made.
  package enum Kind: String, Sendable, Hashable, CaseIterable, Comparable {
    case role
    case database
    case schema
    case `extension`
    case language
    case foreignDataWrapper = "foreign-data wrapper"
    case server
    case userMapping = "user mapping"
    case collation
    case conversion
    case baseType = "base type"
    case enumeration = "enum"
    case compositeType = "composite type"
    case attribute
    case domain
    case domainConstraint = "domain constraint"
    case rangeType = "range type"
    case sequence
    case function
    case procedure
    case aggregate
    case windowFunction = "window function"
    case `operator`
    case operatorClass = "operator class"
    case operatorFamily = "operator family"
    case cast
    case transform
    case accessMethod = "access method"
    case textSearchParser = "text search parser"
    case textSearchTemplate = "text search template"
    case textSearchDictionary = "text search dictionary"
    case textSearchConfiguration = "text search configuration"
    case table
    case foreignTable = "foreign table"
    case column
    case view
    case materializedView = "materialized view"
    case constraint
    case index
    case statistics
    case rule
    case trigger
    case policy
    case eventTrigger = "event trigger"
    case publication
    case publicationTable = "publication table"
    case publicationSchema = "publication schema"
    case subscription
    case defaultPrivileges = "default privileges"
    /// What an extension or the system brought, where its privileges were changed since.
    case changedPrivileges = "privileges"

    package static func < (first: Self, second: Self) -> Bool { first.rank < second.rank }

    /// Its place among the kinds.
    package var rank: Int { Self.ranks[self] ?? 0 }

    private static let ranks = Dictionary(
      uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    /// Whether the name is SQL already: quoted, and with the types of arguments behind it.
    package var hasArguments: Bool {
      switch self {
      case .function, .procedure, .aggregate, .windowFunction, .operator, .cast, .transform,
        .operatorClass, .operatorFamily, .userMapping, .defaultPrivileges, .changedPrivileges:
        true
      default: false
      }
    }

    /// Whether objects of the kind are there with what they stand on: only their properties can
    /// differ.
    package var isImplicit: Bool { self == .defaultPrivileges || self == .changedPrivileges }
  }
}
