import PostgresDDL
import PythonEvaluation
import SQLExpressions

extension SQLAlchemyReader {
  /// A column type, if the name is one.
  func makeType(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType? {
    if name == "sa.PickleType", let stored = arguments.take("impl", 3), !stored.isNone {
      var type = try self.type(from: stored)
      type.converter = "PickleType"
      _ = arguments.rest()
      arguments.ignore("pickler", "protocol", "comparator")
      return type
    }
    if let type = Self.plainTypes[name] {
      arguments.ignore(
        "as_uuid", "astext_type", "none_as_null", "text_type", "pickler", "protocol",
        "comparator", "impl", "name", "create_constraint", "_create_events")
      if type.kind == .float { arguments.ignore("precision", "asdecimal", "decimal_return_scale") }
      if name == "sa.DATETIME" { arguments.ignore("timezone") }
      if type.kind == .binary || name == "pg.HSTORE" || name.hasSuffix("JSON") || name == "pg.JSONB"
      {
        _ = arguments.rest()
        arguments.ignore("length")
      }
      return type
    }
    guard let member = name.after("sa.") ?? name.after("pg.") else { return nil }
    switch member {
    case "String", "VARCHAR", "Unicode": return try text("VARCHAR", &arguments)
    case "CHAR", "NCHAR", "NVARCHAR": return try text(member, &arguments)
    case "BINARY" where name.begins(with: "sa."), "VARBINARY" where name.begins(with: "sa."):
      let length = try arguments.optionalInteger("length", 0)
      return SQLType(.binary, member + (length.map { "(\($0))" } ?? ""))
    case "Text", "TEXT", "UnicodeText": return try text("TEXT", &arguments)
    // Theirs is neither length nor collation (`visit_CLOB`, `visit_CITEXT`).
    case "CLOB", "CITEXT":
      _ = try text(member, &arguments)
      return SQLType(.string, member)
    case "Float", "FLOAT": return try float(&arguments)
    case "Numeric", "NUMERIC": return try numeric("NUMERIC", &arguments)
    case "DECIMAL": return try numeric("DECIMAL", &arguments)
    case "DateTime", "TIMESTAMP": return try time("TIMESTAMP", &arguments)
    case "Time", "TIME": return try time("TIME", &arguments)
    case "Interval": return try interval(&arguments)
    case "INTERVAL" where name == "pg.INTERVAL": return try interval(&arguments)
    case "BIT" where name == "pg.BIT": return try bits(&arguments)
    case "ARRAY": return try array(&arguments)
    case "Uuid": return try uuid(&arguments)
    case "Enum", "ENUM": return try enumeration(isOfDialect: name == "pg.ENUM", &arguments)
    case "DOMAIN" where name == "pg.DOMAIN": return try domain(&arguments)
    default: return nil
    }
  }

  /// Types whose arguments do not change the DDL.
  static let plainTypes: [String: SQLType] = {
    var types: [String: SQLType] = [:]
    func add(_ kind: SQLType.Kind, _ words: String, _ names: String) {
      for name in names.split(separator: " ") { types[String(name)] = SQLType(kind, words) }
    }
    add(.integer, "INTEGER", "sa.Integer sa.INTEGER sa.INT pg.INTEGER")
    add(.bigInteger, "BIGINT", "sa.BigInteger sa.BIGINT pg.BIGINT")
    add(.smallInteger, "SMALLINT", "sa.SmallInteger sa.SMALLINT pg.SMALLINT")
    add(.boolean, "BOOLEAN", "sa.Boolean sa.BOOLEAN pg.BOOLEAN")
    add(.temporal, "DATE", "sa.Date sa.DATE pg.DATE")
    add(.json, "JSON", "sa.JSON pg.JSON")
    add(.json, "JSONB", "pg.JSONB")
    add(.other, "JSONPATH", "pg.JSONPATH")
    add(.uuid, "UUID", "sa.UUID pg.UUID")
    add(.binary, "BYTEA", "sa.LargeBinary pg.BYTEA sa.PickleType")
    add(.float, "DOUBLE PRECISION", "sa.Double sa.DOUBLE_PRECISION pg.DOUBLE_PRECISION")
    add(.float, "REAL", "sa.REAL pg.REAL")
    add(.unsaid, "NULL", "sa.NullType sa.NULLTYPE")
    add(.temporal, "DATETIME", "sa.DATETIME")
    add(.binary, "BLOB", "sa.BLOB")
    add(.float, "DOUBLE", "sa.DOUBLE")
    let words =
      "INET CIDR MACADDR MACADDR8 MONEY OID REGCLASS REGCONFIG TSVECTOR TSQUERY HSTORE "
      + "INT4RANGE INT8RANGE NUMRANGE DATERANGE TSRANGE TSTZRANGE INT4MULTIRANGE INT8MULTIRANGE "
      + "NUMMULTIRANGE DATEMULTIRANGE TSMULTIRANGE TSTZMULTIRANGE"
    for word in words.split(separator: " ") { add(.other, String(word), "pg.\(word)") }
    return types
  }()

  private func text(
    _ words: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType {
    let length = try arguments.optionalInteger("length", 0).flatMap { $0 == 0 ? nil : $0 }
    let collation = try arguments.nonEmptyString("collation", 1)
    guard collation?.utf8.contains(UInt8(ascii: "\"")) != true else {
      throw arguments.refuse(.unsupported("a collation with a quote in its name"))
    }
    return SQLType(
      .string, words + (length.map { "(\($0))" } ?? ""),
      collation: collation.map(version == .v2_0 ? SQLName.inQuotes : SQLName.quoted))
  }

  private func float(_ arguments: inout CallArguments) throws(EvaluationFailure) -> SQLType {
    let precision = try arguments.optionalInteger("precision", 0)
    arguments.ignore("asdecimal", "decimal_return_scale")
    return SQLType(.float, precision.map { $0 == 0 ? "FLOAT" : "FLOAT(\($0))" } ?? "FLOAT")
  }

  private func numeric(
    _ word: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType {
    let precision = try arguments.optionalInteger("precision", 0)
    let scale = try arguments.optionalInteger("scale", 1)
    arguments.ignore("asdecimal", "decimal_return_scale")
    let kind = SQLType.Kind.numeric(scale: scale)
    guard let precision else { return SQLType(kind, word) }
    return SQLType(kind, scale.map { "\(word)(\(precision), \($0))" } ?? "\(word)(\(precision))")
  }

  private func time(
    _ word: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType {
    let hasZone = try arguments.flag("timezone", 0)
    let precision = try arguments.optionalInteger("precision", 1)
    let digits = precision.map { "(\($0))" } ?? ""
    return SQLType(.temporal, "\(word)\(digits) \(hasZone ? "WITH" : "WITHOUT") TIME ZONE")
  }

  private func interval(_ arguments: inout CallArguments) throws(EvaluationFailure) -> SQLType {
    arguments.ignore("day_precision")
    guard try arguments.flag("native", default: true) else {
      arguments.ignore("second_precision")
      return SQLType(.other, "TIMESTAMP WITHOUT TIME ZONE")
    }
    let fields = try arguments.optionalPhrase("fields")
    var precision = try arguments.optionalInteger("precision", 0)
    precision = try arguments.optionalInteger("second_precision") ?? precision
    let words = "INTERVAL" + (fields.map { " \($0)" } ?? "") + (precision.map { " (\($0))" } ?? "")
    return SQLType(.other, words)
  }

  private func bits(_ arguments: inout CallArguments) throws(EvaluationFailure) -> SQLType {
    let length = try arguments.optionalInteger("length", 0)
    guard try arguments.flag("varying", 1) else {
      return SQLType(.other, "BIT(\(length.map { $0 == 0 ? 1 : $0 } ?? 1))")
    }
    return SQLType(.other, "BIT VARYING" + (length.map { "(\($0))" } ?? ""))
  }

  private func array(_ arguments: inout CallArguments) throws(EvaluationFailure) -> SQLType {
    let item = try arguments.require("item_type", 0)
    arguments.ignore("as_tuple", "zero_indexes")
    let dimensions = try arguments.optionalInteger("dimensions") ?? 1
    var type = try self.type(from: item)
    guard dimensions != 0 else { throw arguments.refuse(.unsupported("an array of no dimensions")) }
    guard type.dimensions == 0, (1...6).contains(dimensions) else {
      throw arguments.refuse(.unsupported("an array of arrays; say dimensions= instead"))
    }
    guard type.check == nil else {
      throw arguments.refuse(.invalid("an array of text enums cannot have a CHECK"))
    }
    type.dimensions = dimensions
    return type
  }

  private func uuid(_ arguments: inout CallArguments) throws(EvaluationFailure) -> SQLType {
    arguments.ignore("as_uuid")
    return try arguments.flag("native_uuid", default: true)
      ? SQLType(.uuid, "UUID") : SQLType(.other, "CHAR(32)")
  }
}
