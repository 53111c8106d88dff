extension Catalog.Address {
  /// The name as SQL, in its schema.
  var sqlName: String {
    let own = kind.hasArguments ? name : SQLName.quoted(name)
    return schema.map { "\(SQLName.quoted($0)).\(own)" } ?? own
  }

  /// The relation, domain or type it belongs to, as SQL.
  var ownerName: String {
    let own = SQLName.quoted(owner ?? "")
    return schema.map { "\(SQLName.quoted($0)).\(own)" } ?? own
  }

  /// As `DROP`, `ALTER … OWNER TO` and `COMMENT ON` name it; nil for what they do not know.
  var designation: String? {
    switch kind {
    case .column, .attribute: "COLUMN \(ownerName).\(SQLName.quoted(name))"
    case .constraint: "CONSTRAINT \(SQLName.quoted(name)) ON \(ownerName)"
    case .domainConstraint: "CONSTRAINT \(SQLName.quoted(name)) ON DOMAIN \(ownerName)"
    case .trigger, .rule, .policy:
      "\(kind.rawValue.uppercased()) \(SQLName.quoted(name)) ON \(ownerName)"
    case .cast: "CAST \(name)"
    case .transform: "TRANSFORM \(name)"
    case .userMapping: "USER MAPPING \(name)"
    case .operator: "OPERATOR \(schema.map { SQLName.quoted($0) + "." } ?? "")\(operatorName)"
    case .operatorClass, .operatorFamily: methodDesignation
    case .enumeration, .compositeType, .rangeType, .baseType: "TYPE \(sqlName)"
    case .foreignDataWrapper: "FOREIGN DATA WRAPPER \(sqlName)"
    case .windowFunction: "FUNCTION \(sqlName)"
    case .aggregate:
      "AGGREGATE " + (name.hasSuffix("()") ? "\(sqlName.dropLast(2))(*)" : sqlName)
    case .publicationTable, .publicationSchema, .defaultPrivileges, .changedPrivileges, .database:
      nil
    default: "\(kind.rawValue.uppercased()) \(sqlName)"
    }
  }

  private var operatorName: String {
    guard let open = name.firstIndex(of: "(") else { return name }
    return "\(name[..<open]) \(name[open...])"
  }

  /// `OPERATOR CLASS schema.name USING method`; the address holds the method in parentheses.
  private var methodDesignation: String {
    let open = name.lastIndex(of: "(") ?? name.endIndex
    let method = name[open...].dropFirst().dropLast()
    let own = schema.map { SQLName.quoted($0) + "." } ?? ""
    return "\(kind.rawValue.uppercased()) \(own)\(name[..<open]) USING \(method)"
  }

  /// As `GRANT` names it.
  var grantTarget: String? {
    switch kind {
    case .table, .view, .materializedView, .foreignTable: "TABLE \(sqlName)"
    case .column: "TABLE \(ownerName)"
    case .sequence, .schema, .language, .procedure, .function: designation
    case .aggregate, .windowFunction: "FUNCTION \(sqlName)"
    case .enumeration, .compositeType, .rangeType, .baseType, .domain: "TYPE \(sqlName)"
    case .foreignDataWrapper: designation
    case .server: "FOREIGN SERVER \(sqlName)"
    case .changedPrivileges: String(name.dropFirst("on ".count))
    default: nil
    }
  }
}
