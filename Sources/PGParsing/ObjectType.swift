package import SQLText

/// The kinds of objects that statements like `DROP` and `COMMENT` are about, by the parser's names.
package enum ObjectType {
  /// The words for the object in a command tag, such as `MATERIALIZED VIEW`.
  package static func words(_ symbol: String) -> String {
    switch symbol {
    case "OBJECT_MATVIEW": "MATERIALIZED VIEW"
    case "OBJECT_FOREIGN_SERVER": "SERVER"
    case "OBJECT_FDW": "FOREIGN DATA WRAPPER"
    case "OBJECT_OPCLASS": "OPERATOR CLASS"
    case "OBJECT_OPFAMILY": "OPERATOR FAMILY"
    case "OBJECT_LARGEOBJECT": "LARGE OBJECT"
    case "OBJECT_STATISTIC_EXT": "STATISTICS"
    case "OBJECT_TABCONSTRAINT": "TABLE"
    case "OBJECT_DOMCONSTRAINT": "DOMAIN"
    case "OBJECT_ATTRIBUTE": "TYPE"
    case "OBJECT_COLUMN": "TABLE"
    case "OBJECT_TSCONFIGURATION": "TEXT SEARCH CONFIGURATION"
    case "OBJECT_TSDICTIONARY": "TEXT SEARCH DICTIONARY"
    case "OBJECT_TSPARSER": "TEXT SEARCH PARSER"
    case "OBJECT_TSTEMPLATE": "TEXT SEARCH TEMPLATE"
    default:
      symbol.dropFirst("OBJECT_".count).split(separator: "_").joined(separator: " ")
    }
  }

  /// The object of a type with the names that a statement gives it; nil for kinds that are not followed.
  package static func object(_ symbol: String, names: [String]) -> SchemaObject? {
    guard let name = names.last else { return nil }
    return switch symbol {
    case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_INDEX",
      "OBJECT_FOREIGN_TABLE":
      SchemaObject(.relation, names: names)
    case "OBJECT_TYPE", "OBJECT_DOMAIN": SchemaObject(.type, names: names)
    case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE":
      SchemaObject(.function, names: names)
    case "OBJECT_SCHEMA": SchemaObject(.schema, name)
    case "OBJECT_ROLE": SchemaObject(.role, name)
    case "OBJECT_EXTENSION": SchemaObject(.extension, name)
    case "OBJECT_PUBLICATION": SchemaObject(.publication, name)
    case "OBJECT_COLUMN": SchemaObject(.column, memberNames: names)
    case "OBJECT_POLICY": SchemaObject(.policy, memberNames: names)
    case "OBJECT_TRIGGER": SchemaObject(.trigger, memberNames: names)
    case "OBJECT_TABCONSTRAINT": SchemaObject(.constraint, memberNames: names)
    case "OBJECT_RULE": SchemaObject(.relation, names: Array(names.dropLast()))
    default: nil
    }
  }

  /// Whether the rows of such a relation have a type of its name.
  package static func hasRowType(_ symbol: String) -> Bool {
    switch symbol {
    case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE": true
    default: false
    }
  }
}

extension SchemaObject {
  /// The relation that must be locked to touch this: itself, or the one it lives in.
  package var lockedRelation: SchemaObject? {
    switch kind {
    case .relation: self
    case .column, .policy, .trigger, .constraint: relation
    default: nil
    }
  }
}
