import PythonEvaluation
import StandardLibrary

extension DatabaseEntity {
  /// The members of `PGGrantTableChoice`.
  static func constant(_ name: String) -> PythonValue? {
    guard name.firstRange(of: "PGGrantTableChoice.") != nil, privileges.contains(name.lastPart)
    else { return nil }
    return .string(name.lastPart)
  }

  private static let columnPrivileges: Set<String> = ["SELECT", "INSERT", "UPDATE", "REFERENCES"]

  private static let privileges = columnPrivileges.union(["DELETE", "TRUNCATE", "TRIGGER"])

  /// `PGFunction(…)` and its like; nil for other names of the package.
  init?(_ name: String, _ arguments: inout CallArguments) throws(EvaluationFailure) {
    guard Self.classes.contains(name) else { return nil }
    if name == "PGGrantTable" {
      self = try Self.grant(&arguments)
      return
    }
    schema = Self.unquoted(Self.normalized(try arguments.string("schema", 0)))
    signature = Self.unquoted(Self.normalized(try arguments.string("signature", 1)))
    guard name != "PGExtension" else {
      kind = .extension
      return
    }
    let definition = try arguments.string("definition", 2)
    let body = Self.withoutSemicolon(definition)
    switch name {
    case "PGView": kind = .view(definition: body)
    case "PGMaterializedView":
      let hasData = try arguments.flag("with_data", 3, default: true)
      kind = .materializedView(definition: body, hasData: hasData)
    case "PGFunction":
      let words = Self.normalized(definition).lowercased().replacing("'", with: "")
      let isProgram = words.firstRange(of: "language plpgsql") != nil
      kind = .function(definition: Self.escaped(body, keepsAssignments: isProgram))
    default:
      let table = try arguments.string("on_entity", 3)
      let full = Self.unquoted(table.contains(".") ? table : "public.\(table)")
      let text = Self.escaped(body, keepsAssignments: false)
      if name == "PGPolicy" {
        kind = .policy(definition: text, on: full)
      } else {
        let isConstraint = try arguments.flag("is_constraint", 4)
        kind = .trigger(definition: text, on: full, isConstraint: isConstraint)
      }
    }
  }

  private static let classes: Set<String> = [
    "PGExtension", "PGFunction", "PGGrantTable", "PGMaterializedView", "PGPolicy", "PGTrigger",
    "PGView",
  ]

  private static func grant(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> DatabaseEntity {
    let schema = unquoted(try arguments.string("schema", 0))
    let table = unquoted(try arguments.string("table", 1))
    let role = unquoted(try arguments.string("role", 2))
    let privilege = try arguments.require("grant", 3)
    let word = try privilege.string()
    let columns = try arguments.strings("columns", 4)
    guard privileges.contains(word) else {
      throw privilege.refuse(.invalid("'\(word)' is no privilege that alembic_utils grants"))
    }
    guard columnPrivileges.contains(word) == !columns.isEmpty else {
      throw arguments.refuse(
        .invalid("alembic_utils wants columns for SELECT, INSERT, UPDATE, REFERENCES only"))
    }
    let sorted = columns.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    let grant = Grant(
      table: table, role: role, privilege: word, columns: sorted,
      isGrantable: try arguments.flag("with_grant_option", 5))
    return DatabaseEntity(kind: .grant(grant), schema: schema, signature: "")
  }

  /// Quoted, `schema.name` part by part.
  static func quoted(_ text: String) -> String {
    func bare(_ text: some StringProtocol) -> String {
      String(text).withoutBlanks.stripped(of: "\"", left: false, right: true)
        .withoutBlanks.stripped(of: "\"", left: true, right: false).withoutBlanks
    }
    guard let dot = text.firstIndex(of: ".") else { return "\"\(bare(text))\"" }
    return "\"\(bare(text[..<dot]))\".\"\(bare(text[text.index(after: dot)...]))\""
  }

  private static func unquoted(_ text: String) -> String { text.replacing("\"", with: "") }

  /// Blanks and line ends become single blanks.
  private static func normalized(_ text: String) -> String {
    text.unicodeScalars.split(whereSeparator: \.isPythonBlank)
      .map { String($0) }.joined(separator: " ")
  }

  private static func withoutSemicolon(_ sql: String) -> String {
    sql.withoutBlanks.stripped(of: ";", left: false, right: true).withoutBlanks
  }

  /// Colons protected from SQLAlchemy's `text()`, but for casts and PL/pgSQL's assignments.
  private static func escaped(_ sql: String, keepsAssignments: Bool) -> String {
    var result = ""
    let scalars = Array(sql.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      let scalar = scalars[index]
      let isPair =
        (scalar == ":" && (next == ":" || (keepsAssignments && next == "=")))
        || (keepsAssignments && scalar == "\\" && next == ":")
      if isPair, let next {
        result.unicodeScalars += [scalar, next]
        index += 2
        continue
      }
      if scalar == ":" { result += "\\" }
      result.unicodeScalars.append(scalar)
      index += 1
    }
    return result
  }
}
