import PythonEvaluation
import SQLAlchemyValues
import SQLExpressions

/// Column types of packages that build on SQLAlchemy: what each is on PostgreSQL.
///
/// The pairs of `type-probes.json` say so, printed by the packages themselves.
struct ForeignTypes {
  let evaluator: Evaluator
  let reader: SQLAlchemyReader

  init(_ evaluator: Evaluator) {
    self.evaluator = evaluator
    reader = SQLAlchemyReader(evaluator)
  }

  func make(
    _ package: String, _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    guard var type = try type(package, name, &arguments) else { return nil }
    if Self.converters.contains("\(package).\(name)") { type.converter = name }
    return .native(SQLAlchemyObject.type(type))
  }

  private func type(
    _ package: String, _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType? {
    if let type = Self.fixed["\(package).\(name)"] {
      // None of the arguments changes what the database sees.
      _ = arguments.rest()
      _ = arguments.restOfKeywords()
      return type
    }
    switch package {
    case "sqlmodel": return name == "AutoString" ? try text(nil, "length", 0, &arguments) : nil
    case "sqlalchemy_utils": return try utilityType(name, &arguments)
    case "pgvector": return try vector(name, &arguments)
    case "geoalchemy2": return try spatialType(name, &arguments)
    case "sqlalchemy" where name == "as_mutable":
      return try reader.type(from: try arguments.require("sqltype", 0))
    case "fastapi_users_db_sqlalchemy" where name == "TIMESTAMPAware":
      return Self.moment(hasZone: try arguments.flag("timezone", 0))
    case "sqlalchemy_json" where name == "mutable_json_type":
      let type = try optionalType(arguments.take("dbtype", 0))
      arguments.ignore("nested")
      return type ?? SQLType(.json, "JSON")
    case "sqlalchemy_jsonfield" where name == "JSONField":
      _ = try arguments.optionalFlag("enforce_unicode", 1)
      arguments.ignore("json")
      let type = try optionalType(arguments.take("json_type"))
      return try arguments.flag("enforce_string", 0)
        ? SQLType(.string, "VARCHAR") : type ?? SQLType(.json, "JSON")
    case "advanced_alchemy" where name == "PasswordHash":
      arguments.ignore("backend")
      return try text(255, "length", 1, &arguments)
    case "oslo_db" where name == "String":
      arguments.ignore("mysql_ndb_length", "mysql_ndb_type")
      return try text(nil, "length", 0, &arguments)
    default: return nil
    }
  }

  /// Types whose arguments do not matter to the database.
  private static let fixed: [String: SQLType] = {
    var types: [String: SQLType] = [:]
    func add(_ package: String, _ kind: SQLType.Kind, _ words: String, _ names: String) {
      for name in names.split(separator: " ") { types["\(package).\(name)"] = SQLType(kind, words) }
    }
    let zoned = "TIMESTAMP WITH TIME ZONE"
    add("sqlmodel", .uuid, "UUID", "GUID")
    add("sqlmodel", .temporal, zoned, "UTCDateTime")
    let utilities = "sqlalchemy_utils"
    add(utilities, .json, "JSON", "JSONType")
    add(utilities, .string, "TEXT", "URLType ScalarListType")
    add(utilities, .binary, "BYTEA", "PasswordType EncryptedType")
    add(utilities, .other, "LTREE", "LtreeType")
    add(utilities, .other, "TSVECTOR", "TSVectorType")
    add(utilities, .string, "VARCHAR(50)", "TimezoneType")
    add(utilities, .string, "VARCHAR(10)", "LocaleType")
    add(utilities, .string, "VARCHAR(3)", "CurrencyType")
    add(utilities, .string, "VARCHAR(2)", "CountryType")
    add(utilities, .other, "BIT(7)", "WeekDaysType")
    add(utilities, .temporal, "DATE", "EnrichedDateType")
    add(utilities, .other, "INT4RANGE", "IntRangeType")
    add(utilities, .other, "INT8RANGE", "Int8RangeType")
    add(utilities, .other, "DATERANGE", "DateRangeType")
    add(utilities, .other, "NUMRANGE", "NumericRangeType")
    add(utilities, .other, "TSRANGE", "DateTimeRangeType")
    add("sqlalchemy_searchable", .other, "TSVECTOR", "TSVectorType")
    add("fastapi_users_db_sqlalchemy", .uuid, "UUID", "GUID")
    add("citext", .other, "CITEXT", "CIText")
    add("sqlalchemy_utc", .temporal, zoned, "UtcDateTime")
    add("sqlalchemy_json", .json, "JSON", "MutableJson NestedMutableJson")
    add("oslo_db", .string, "TEXT", "JsonEncodedDict JsonEncodedList")
    add("oslo_db", .integer, "INTEGER", "SoftDeleteInteger")
    add("advanced_alchemy", .uuid, "UUID", "GUID")
    add("advanced_alchemy", .bigInteger, "BIGINT", "BigIntIdentity")
    add("advanced_alchemy", .temporal, zoned, "DateTimeUTC")
    add("advanced_alchemy", .json, "JSONB", "JsonB StoredObject OneTimeCode")
    add("advanced_alchemy", .boolean, "BOOLEAN", "Bool")
    add("advanced_alchemy", .string, "VARCHAR", "EncryptedString EncryptedText TOTPSecret")
    return types
  }()

  /// Types that change values on their way to the database.
  private static let converters: Set<String> = {
    var names: Set<String> = [
      "sqlmodel.GUID", "sqlmodel.UTCDateTime", "fastapi_users_db_sqlalchemy.GUID",
      "sqlalchemy_utc.UtcDateTime", "sqlalchemy_jsonfield.JSONField", "oslo_db.JsonEncodedDict",
      "oslo_db.JsonEncodedList", "oslo_db.SoftDeleteInteger", "advanced_alchemy.GUID",
      "advanced_alchemy.DateTimeUTC", "advanced_alchemy.EncryptedString",
      "advanced_alchemy.EncryptedText", "advanced_alchemy.TOTPSecret",
      "advanced_alchemy.PasswordHash", "advanced_alchemy.StoredObject",
      "advanced_alchemy.OneTimeCode", "geoalchemy2.Geometry", "geoalchemy2.Geography",
      "geoalchemy2.Raster",
    ]
    let utilities =
      "UUIDType JSONType EmailType URLType ChoiceType PasswordType IPAddressType LtreeType "
      + "ScalarListType EncryptedType StringEncryptedType ArrowType EnrichedDateTimeType "
      + "EnrichedDateType PhoneNumberType TimezoneType LocaleType CurrencyType CountryType ColorType "
      + "WeekDaysType IntRangeType Int8RangeType DateRangeType NumericRangeType DateTimeRangeType"
    for name in utilities.split(separator: " ") { names.insert("sqlalchemy_utils.\(name)") }
    return names
  }()
}

extension ForeignTypes {
  private func utilityType(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType? {
    switch name {
    case "UUIDType":
      let isBinary = try arguments.flag("binary", 0, default: true)
      guard try !arguments.flag("native", 1, default: true) else { return SQLType(.uuid, "UUID") }
      return SQLType(.other, isBinary ? "BINARY(16)" : "VARCHAR(32)")
    case "EmailType": return try text(255, "length", 0, &arguments)
    case "IPAddressType": return try text(50, "max_length", 0, &arguments)
    case "ColorType": return try text(20, "max_length", 0, &arguments)
    case "PhoneNumberType":
      arguments.ignore("region")
      let type = try text(20, "max_length", 1, &arguments)
      _ = arguments.rest()
      return type
    case "StringEncryptedType":
      arguments.ignore("type_in", "key", "engine", "padding")
      _ = arguments.rest()
      return try text(nil, "length", nil, &arguments)
    case "ArrowType", "EnrichedDateTimeType":
      let hasZone = try arguments.flag("timezone")
      arguments.ignore("datetime_processor")
      return Self.moment(hasZone: hasZone)
    case "ChoiceType":
      _ = arguments.take("choices", 0)
      return try optionalType(arguments.take("impl", 1)) ?? SQLType(.string, "VARCHAR(255)")
    default: return nil
    }
  }

  private func vector(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType? {
    guard ["Vector", "VECTOR", "HALFVEC", "SPARSEVEC", "BIT"].contains(name) else { return nil }
    let length = try arguments.optionalInteger(name == "BIT" ? "length" : "dim", 0)
    guard name != "BIT" || length != nil else {
      throw arguments.refuse(
        .unsupported("what a BIT without a length is depends on the version of pgvector"))
    }
    return SQLType(.other, name.uppercased() + (length.map { "(\($0))" } ?? ""))
  }

  /// GeoAlchemy's types, with the index that they bring.
  private func spatialType(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType? {
    guard ["Geometry", "Geography", "Raster"].contains(name) else { return nil }
    let isPlain = name == "Raster"
    var traits = SpatialTraits(
      bringsIndex: try arguments.flag("spatial_index", default: true),
      refusesNull: try !arguments.flag("nullable", default: true))
    guard !isPlain || !traits.bringsIndex else {
      throw arguments.refuse(
        .unsupported("the index that 'Raster' brings with it is not evaluated"))
    }
    if try arguments.flag("use_N_D_index") { traits.operatorClass = "gist_geometry_ops_nd" }
    arguments.ignore("from_text")
    let word = try arguments.optionalString("name") ?? name.lowercased()
    var type = SQLType(.other, word)
    type.spatial = traits
    guard !isPlain else { return type }
    let shape = arguments.take("geometry_type", 0)
    let reference = try arguments.optionalInteger("srid", 1) ?? -1
    _ = try arguments.optionalInteger("dimension", 2)
    if let shape, shape.isNone { return type }
    let text = try shape?.string().uppercased() ?? "GEOMETRY"
    type.words = "\(word)(\(text),\(reference))"
    return type
  }

  private func optionalType(_ argument: PythonArgument?) throws(EvaluationFailure) -> SQLType? {
    guard let argument, !argument.isNone else { return nil }
    return try reader.type(from: argument)
  }

  private func text(
    _ length: Int?, _ keyword: String, _ position: Int?, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType {
    let length = try arguments.optionalInteger(keyword, position) ?? length
    return SQLType(.string, "VARCHAR" + (length.map { "(\($0))" } ?? ""))
  }

  private static func moment(hasZone: Bool) -> SQLType {
    SQLType(.temporal, "TIMESTAMP \(hasZone ? "WITH" : "WITHOUT") TIME ZONE")
  }
}
