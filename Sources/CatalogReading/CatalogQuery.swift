import Catalogs
import Postgres

/// The system catalogs whose rows are objects, by the OID that their header gives them.
enum SystemCatalog: Int {
  case accessMethod = 2601
  case authID = 1260
  case cast = 2605
  case collation = 3456
  case constraint = 2606
  case conversion = 2607
  case database = 1262
  case defaultACL = 826
  case eventTrigger = 3466
  case `extension` = 3079
  case foreignDataWrapper = 2328
  case foreignServer = 1417
  case language = 2612
  case namespace = 2615
  case `operator` = 2617
  case operatorClass = 2616
  case operatorFamily = 2753
  case policy = 3256
  case procedure = 1255
  case publication = 6104
  case publicationNamespace = 6237
  case publicationRelation = 6106
  case relation = 1259
  case rewrite = 2618
  case statistics = 3381
  case subscription = 6100
  case textSearchConfiguration = 3602
  case textSearchDictionary = 3600
  case textSearchParser = 3601
  case textSearchTemplate = 3764
  case transform = 3576
  case trigger = 2620
  case type = 1247
  case userMapping = 1418
}

/// A query that gives one row an object, and what its columns are.
struct CatalogQuery {
  /// What a column of the query becomes.
  struct Column {
    enum Form {
      case text
      case list
      /// `key=value` each; one property a key, its name behind this word.
      case settings(hidesValues: HiddenValues)
      /// Not compared; for statements only.
      case detail
    }

    let name: String
    let form: Form
    let sql: String

    static func text(_ name: String, _ sql: String) -> Self {
      Self(name: name, form: .text, sql: sql)
    }

    /// A word where a condition holds, and nothing elsewhere.
    static func flag(_ name: String, _ condition: String, _ word: String = "yes") -> Self {
      Self(name: name, form: .text, sql: "case when \(condition) then '\(word)' end")
    }

    static func list(_ name: String, _ sql: String) -> Self {
      Self(name: name, form: .list, sql: sql)
    }

    static func settings(_ name: String, _ sql: String, hides: HiddenValues = .none) -> Self {
      Self(name: name, form: .settings(hidesValues: hides), sql: sql)
    }

    static func detail(_ name: String, _ sql: String) -> Self {
      Self(name: name, form: .detail, sql: sql)
    }
  }

  /// Which values of settings never leave the server's rows.
  enum HiddenValues {
    case none
    /// Those whose key sounds like a secret.
    case secrets
    /// All but the name of the user.
    case allButUser
  }

  /// Columns that every query has, as SQL.
  struct Head {
    let kind: String
    let oid: String
    var subid = "0"
    /// The relation it is part of, which may belong to an extension.
    var relation = "null"
    var schema = "null"
    var within = "null"
    let name: String
    var owner: String?
    var acl = "null"
    var defaultACL = "null"
    /// Keys as `class:oid:column` with blanks between.
    var containers = "null"
    var inheritedFrom = "null"
  }

  let catalog: SystemCatalog
  let columns: [Column]
  let sql: SQL

  init(
    _ catalog: SystemCatalog, _ head: Head, _ columns: [Column] = [], from source: String
  ) {
    self.catalog = catalog
    self.columns = columns
    let owner = head.owner.map { "pg_get_userbyid(\($0))" } ?? "null"
    let heads = [
      head.kind, head.oid, head.subid, head.relation, head.schema, head.within, head.name, owner,
      head.acl, head.defaultACL, head.containers, head.inheritedFrom,
    ]
    let list = (heads + columns.map(\.sql)).joined(separator: ",\n  ")
    sql = SQL(verbatim: "select\n  \(list)\n\(source)")
  }

  static let headCount = 12

  /// The condition that a schema is a user's own; names that start with `pg_` are reserved.
  static let ownSchema = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'"
  /// OIDs below are given by `initdb` (`FirstNormalObjectId` in `access/transam.h`).
  static let firstOwnOID = 16384
  static let isOwn = ">= \(firstOwnOID)"

  /// A qualified name as SQL.
  static func name(_ schema: String, _ name: String) -> String {
    "quote_ident(\(schema)) || '.' || quote_ident(\(name))"
  }

  static let quoted = "quote_ident"
}
