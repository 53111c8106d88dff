import PythonEvaluation

/// A column that `sync_enum_values` casts, and whether its type is an array.
struct EnumColumn: NativeObject {
  let table: String
  /// Nil for the search path; the outer nil is for "not said".
  var schema: String??
  let column: String
  let isArray: Bool
  let existingDefault: String?

  var kindName: String { "a TableReference" }

  /// `ColumnType.ARRAY` and `ColumnType.COMMON`.
  static func constant(_ name: String) -> PythonValue? {
    guard name.hasSuffix("ColumnType.ARRAY") || name.hasSuffix("ColumnType.COMMON") else {
      return nil
    }
    return .native(ColumnKind(isArray: name.hasSuffix("ARRAY")))
  }

  struct ColumnKind: NativeObject {
    let isArray: Bool
    var kindName: String { "a ColumnType" }
  }

  /// `TableReference(…)`, `TableIndex(…)` and the package's settings.
  static func make(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "TableReference": return .native(try EnumColumn(&arguments))
    case "TableIndex":
      return .native(
        EnumIndex(
          name: try arguments.string("name", 0), definition: try arguments.string("definition", 1)))
    case "set_configuration", "Config":
      _ = arguments.rest()
      _ = arguments.restOfKeywords()
      return PythonValue.none
    default: return nil
    }
  }

  private init(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    table = try arguments.string("table_name", 0)
    column = try arguments.string("column_name", 1)
    let schema = arguments.take("table_schema", 2)
    self.schema = try schema.map { value throws(EvaluationFailure) in try value.optionalString() }
    isArray = try Self.isArray(arguments.take("column_type", 3))
    existingDefault = try arguments.optionalString("existing_server_default", 4)
  }

  private static func isArray(_ kind: PythonArgument?) throws(EvaluationFailure) -> Bool {
    guard let kind else { return false }
    guard case .native(let object) = kind.value, let kind = object as? ColumnKind else {
      throw kind.wrong("a ColumnType")
    }
    return kind.isArray
  }

  /// The table, in `enumSchema` where nothing is said.
  func tableName(_ enumSchema: String) -> String {
    let schema: String? = if case .some(let said) = self.schema { said } else { enumSchema }
    guard let schema, !schema.isEmpty else { return "\"\(table)\"" }
    return "\"\(schema)\".\"\(table)\""
  }
}

/// An index that has to be made again, since its condition names the type.
struct EnumIndex: NativeObject {
  let name: String
  let definition: String
  var kindName: String { "a TableIndex" }
}

/// `op.sync_enum_values(…)` of alembic-postgresql-enum: a type is made anew, and its columns are cast.
struct EnumSynchronization {
  private let schema: String
  private let name: String
  private let values: [String]
  private let columns: [EnumColumn]
  private let renamed: [(old: String, new: String)]
  private let indexes: [EnumIndex]

  init(_ arguments: inout CallArguments) throws(EvaluationFailure) {
    schema = try arguments.string("enum_schema", 0)
    name = try arguments.string("enum_name", 1)
    values = try arguments.require("new_values", 2).strings()
    var columns: [EnumColumn] = []
    for column in try arguments.require("affected_columns", 3).elements() {
      if case .tuple = column.value {
        throw column.refuse(
          .needsData("the default of a column that is named by a pair is read from the database"))
      }
      guard case .native(let object) = column.value, let reference = object as? EnumColumn else {
        throw column.wrong("a TableReference")
      }
      columns.append(reference)
    }
    self.columns = columns
    var renamed: [(old: String, new: String)] = []
    for pair in try arguments.take("enum_values_to_rename", 4)?.elements() ?? [] {
      let names = try pair.strings()
      guard names.count == 2 else { throw pair.wrong("a pair of an old and a new value") }
      renamed.append((names[0], names[1]))
    }
    self.renamed = renamed
    var indexes: [EnumIndex] = []
    if let value = arguments.take("indexes_to_recreate", 5), !value.isNone {
      for element in try value.elements() {
        guard case .native(let object) = element.value, let index = object as? EnumIndex else {
          throw element.wrong("a TableIndex")
        }
        indexes.append(index)
      }
    }
    self.indexes = indexes
    try arguments.finish()
  }

  /// `op.add_enum_value(…)`; the package writes AFTER for `before_value`.
  static func addedValue(_ arguments: inout CallArguments) throws(EvaluationFailure) -> String {
    let schema = try arguments.string("enum_schema", 0)
    let name = try arguments.string("enum_name", 1)
    let value = try arguments.string("new_value", 2)
    let neighbour = try arguments.optionalString("before_value", 3)
    try arguments.finish()
    let place = neighbour.map { $0.isEmpty ? "" : " AFTER '\($0)'" } ?? ""
    return "ALTER TYPE \"\(schema)\".\"\(name)\" ADD VALUE '\(value)'\(place)"
  }

  private var type: String { "\"\(schema)\".\"\(name)\"" }
  private var oldType: String { "\"\(schema)\".\"\(name)_old\"" }

  /// The statements in the package's order.
  func statements() -> [String] {
    var statements = [
      "ALTER TYPE \(type) RENAME TO \"\(name)_old\"",
      "CREATE TYPE \(type) AS ENUM(\(values.map { "'\($0)'" }.joined(separator: ", ")))",
    ]
    for (symbol, function) in Self.operators {
      statements += [createFunction(function, symbol), createOperator(function, symbol)]
    }
    statements += indexes.map(Self.dropped)
    for column in columns { statements += cast(column) }
    for (symbol, function) in Self.operators {
      statements += [dropOperator(symbol), dropFunction(function)]
    }
    statements.append("DROP TYPE \(oldType)")
    statements += indexes.map { renamedValues(in: $0.definition) }
    return statements
  }

  private static let operators = [("!=", "new_old_not_equals"), ("=", "new_old_equals")]
}

extension EnumSynchronization {
  private func createFunction(_ function: String, _ symbol: String) -> String {
    let head = """

                  CREATE FUNCTION "\(schema)".\(function)(
                      new_enum_val \(type), old_enum_val \(oldType)
                  )
                  RETURNS boolean AS $$
                      SELECT new_enum_val::text \(symbol) \

      """
    let tail = "\n            $$ LANGUAGE SQL IMMUTABLE\n        "
    guard !renamed.isEmpty else { return head + "old_enum_val::text;" + tail }
    let cases = renamed.map { "WHEN old_enum_val::text = '\($0.old)' THEN '\($0.new)'" }
    return head + "CASE\n                    " + cases.joined(separator: " ")
      + "\n\n                    ELSE old_enum_val::text\n                END;" + tail
  }

  private func createOperator(_ function: String, _ symbol: String) -> String {
    """

            CREATE OPERATOR "\(schema)".\(symbol) (
                leftarg = \(type),
                rightarg = \(oldType),
                procedure = "\(schema)".\(function)
            )
        
    """
  }

  private func dropOperator(_ symbol: String) -> String {
    """

                DROP OPERATOR IF EXISTS "\(schema)".\(symbol) (
                    \(type),
                    \(oldType)
                )
                
    """
  }

  private func dropFunction(_ function: String) -> String {
    """

            DROP FUNCTION "\(schema)".\(function)(
                new_enum_val \(type), old_enum_val \(oldType)
            )
        
    """
  }

  private static func dropped(_ index: EnumIndex) -> String {
    let quote: Character = "\""
    func bare(_ name: Substring) -> String {
      var name = name
      while name.first == quote { name.removeFirst() }
      while name.last == quote { name.removeLast() }
      return String(name)
    }
    guard let dot = index.name.lastIndex(of: ".") else {
      return "DROP INDEX IF EXISTS \"\(bare(index.name[...]))\""
    }
    let (schema, name) = (index.name[..<dot], index.name[index.name.index(after: dot)...])
    return "DROP INDEX IF EXISTS \"\(bare(schema))\".\"\(bare(name))\""
  }

  /// Drops the default, casts, and sets the default again.
  private func cast(_ column: EnumColumn) -> [String] {
    let table = column.tableName(schema)
    let name = "\"\(column.column)\""
    var statements: [String] = []
    if column.existingDefault != nil {
      statements.append("ALTER TABLE \(table)\n             ALTER COLUMN \(name) DROP DEFAULT")
    }
    statements.append(castStatement(column, table, name))
    if let value = column.existingDefault {
      statements.append(
        "ALTER TABLE \(table)\n            ALTER COLUMN \(name) SET DEFAULT \(newDefault(value))")
    }
    return statements
  }

  private func castStatement(_ column: EnumColumn, _ table: String, _ name: String) -> String {
    if column.isArray {
      let clause = renamed.reduce("\(name)::text[]") {
        "array_replace(\($0), '\($1.old)', '\($1.new)')"
      }
      return "ALTER TABLE \(table) \n            ALTER COLUMN \(name) TYPE \(type)[]\n"
        + "            USING \(clause)::\(type)[]\n            "
    }
    let head = "ALTER TABLE \(table) \n                ALTER COLUMN \(name) TYPE \(type) \n"
    guard !renamed.isEmpty else {
      return head + "                USING \(name)::text::\(type)\n                "
    }
    let cases = renamed.map { "WHEN \(name)::text = '\($0.old)' THEN '\($0.new)'::\(type)" }
    return head + "                USING CASE \n                " + cases.joined(separator: " ")
      + "\n\n                ELSE \(name)::text::\(type)\n                END\n                "
  }

  /// The default with the new values and the new type, as the package finds them in the text.
  private func newDefault(_ text: String) -> String {
    let type = schema.isEmpty ? name : "\(schema).\(name)"
    if text.hasPrefix("ARRAY[") {
      return renamedQuoted(in: text).replacingCasts(with: "::\(type)")
    }
    // Without a cast the package loses the last letter; PostgreSQL prints one always.
    let cast = text.firstRange(of: "::")?.lowerBound
    let value = renamedQuoted(in: cast.map { String(text[..<$0]) } ?? String(text.dropLast()))
    return "\(value)::\(type)" + (text.hasSuffix("[]") ? "[]" : "")
  }

  private func renamedQuoted(in text: String) -> String {
    renamed.reduce(text) {
      $0.replacing("'\($1.old)'", with: "'\($1.new)'")
        .replacing("\"\($1.old)\"", with: "\"\($1.new)\"")
    }
  }

  private func renamedValues(in definition: String) -> String {
    renamed.reduce(definition) { text, pair in
      let plain = text.replacing("'\(pair.old)'::\(name)", with: "'\(pair.new)'::\(name)")
      guard !schema.isEmpty else { return plain }
      return plain.replacing(
        "'\(pair.old)'::\(schema).\(name)", with: "'\(pair.new)'::\(schema).\(name)")
    }
  }
}

extension String {
  /// Every `::name` replaced, where a name is letters, digits, underscores and dots.
  fileprivate func replacingCasts(with cast: String) -> String {
    var result = ""
    var rest = self[...]
    while let found = rest.firstRange(of: "::") {
      result += rest[..<found.lowerBound]
      let end =
        rest[found.upperBound...].firstIndex { !($0.isLetter || $0.isNumber || "._".contains($0)) }
        ?? rest.endIndex
      result += end == found.upperBound ? "::" : cast
      rest = rest[end...]
    }
    return result + rest
  }
}
