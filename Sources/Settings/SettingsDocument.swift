internal import Diagnostics
internal import TOMLReading

/// What `migrate.toml` may say, as a table that the file is checked against.
indirect enum SettingsShape: Sendable {
  case string
  case boolean
  case strings
  case duration
  case choice([String])
  case table([String: SettingsShape])
  /// A table whose keys are names that people choose.
  case named(SettingsShape)

  static let document = table([
    "tracks": .table([
      "supabase": .table([
        "enabled": .boolean, "path": .string, "older_platform": .boolean,
      ]),
      "alembic": .table([
        "enabled": .boolean, "config": .string, "name": .string, "python": .strings,
        "version_table": .string, "version_table_schema": .string, "version_table_pk": .boolean,
        "transaction_per_migration": .boolean, "transactional_ddl": .boolean,
        "paramstyle": .choice(Settings.AlembicTrack.paramstyles),
        "sqlalchemy": .choice(Settings.AlembicTrack.sqlAlchemyVersions),
        "naming_convention": .named(.string),
      ]),
    ]),
    "ledger": .table(["schema": .string]),
    "drift": .table(["ignore": .strings, "ignore_platform": .boolean]),
    "environments": .named(environment),
  ])

  private static let environment = table([
    "url": .string, "like": .choice(EnvironmentKind.allCases.map(\.rawValue)),
    "require_saved_plan": .boolean, "lock_timeout": .duration, "statement_timeout": .duration,
    "live": .boolean, "lock_wait": .duration, "before_up": .strings, "after_up": .strings,
    "destructive": .choice(EnvironmentPolicy.Destructive.allCases.map(\.rawValue)),
    "out_of_order": .choice(EnvironmentPolicy.OutOfOrder.allCases.map(\.rawValue)),
    "several_heads": .choice(EnvironmentPolicy.SeveralHeads.allCases.map(\.rawValue)),
    "seed": .choice(EnvironmentPolicy.Seed.allCases.map(\.rawValue)),
    "verify": .choice(EnvironmentPolicy.VerifyLevel.allCases.map(\.rawValue)),
    "confirmation": .choice(EnvironmentPolicy.Confirmation.allCases.map(\.rawValue)),
  ])

  var name: String {
    switch self {
    case .string, .duration, .choice: "a string"
    case .boolean: "a boolean"
    case .strings: "an array of strings"
    case .table, .named: "a table"
    }
  }
}

/// A `migrate.toml` whose keys and types were checked.
///
/// No diagnostic quotes a line or a value of the file: an address with its password may stand there.
struct SettingsDocument {
  private(set) var root = TOMLTable()
  private(set) var diagnostics: [Diagnostic] = []

  init() {}

  init(parsing file: SourceFile) {
    do {
      root = try TOMLTable(parsing: file)
    } catch {
      diagnostics = [Self.withoutSecrets(error, file)]
      return
    }
    check(
      TOMLValue(.table(root), at: SourceLocation(path: file.path)), against: .document, path: [])
  }

  func entry(_ path: [String]) -> TOMLTable.Entry? {
    guard let last = path.last else { return nil }
    let parent = path.dropLast()
    let table = parent.isEmpty ? root : root[path: Array(parent)]?.table
    return table?.entry(last)
  }

  /// Parsers quote what they did not expect; near an address that is not for showing.
  private static func withoutSecrets(_ error: Diagnostic, _ file: SourceFile) -> Diagnostic {
    var result = error
    let line = error.excerpt?.line.lowercased() ?? ""
    if ["://", "password", "url"].contains(where: { line.contains($0) }) {
      result.message = "the line is not valid TOML"
      result.hint = "quote the value"
    }
    result.excerpt = nil
    return result
  }

  private mutating func check(_ value: TOMLValue, against shape: SettingsShape, path: [String]) {
    let key = path.joined(separator: ".")
    switch (shape, value.content) {
    case (.table(let members), .table(let table)):
      for entry in table.entries {
        if let member = members[entry.key] {
          check(entry.value, against: member, path: path + [entry.key])
        } else {
          reportUnknown(entry, in: path, among: members.keys.sorted())
        }
      }
    case (.named(let member), .table(let table)):
      for entry in table.entries { check(entry.value, against: member, path: path + [entry.key]) }
    case (.string, .string), (.boolean, .boolean): break
    case (.strings, .array) where value.strings != nil: break
    case (.duration, .string(let text)):
      if EnvironmentReference.name(in: text) == nil, DurationText.read(text) == nil {
        let isTooLong = DurationText.isTooLong(text)
        report(
          "invalid-duration", "'\(key)' is \(isTooLong ? "too long" : "not a duration")", value,
          hint: isTooLong ? DurationText.hintOnLength : DurationText.hint)
      }
    case (.duration, .integer):
      report("invalid-duration", "'\(key)' has no unit", value, hint: DurationText.hint)
    case (.choice(let choices), .string(let text)):
      if EnvironmentReference.name(in: text) == nil, !choices.contains(text) {
        report(
          "invalid-setting", "'\(key)' has a value that is not known", value,
          hint: "use one of " + choices.map { "\"\($0)\"" }.joined(separator: ", "))
      }
    default:
      report("wrong-type", "'\(key)' has to be \(shape.name), not \(value.kindName)", value)
    }
  }

  private mutating func reportUnknown(
    _ entry: TOMLTable.Entry, in path: [String], among known: [String]
  ) {
    let key = (path + [entry.key]).joined(separator: ".")
    let nearest = Suggestion.nearest(to: entry.key, among: known)
    diagnostics.append(
      Diagnostic(
        .error, "unknown-setting", "there is no setting '\(key)'", at: entry.keyLocation,
        hint: nearest.map { "did you mean '\($0)'" }
          ?? "the settings here are " + known.joined(separator: ", ")))
  }

  private mutating func report(
    _ code: String, _ message: String, _ value: TOMLValue, hint: String? = nil
  ) {
    diagnostics.append(Diagnostic(.error, code, message, at: value.location, hint: hint))
  }
}

/// A value that stands in a variable: `env(NAME)`.
enum EnvironmentReference {
  static func name(in text: String) -> String? {
    guard text.hasPrefix("env("), text.hasSuffix(")") else { return nil }
    return String(text.dropFirst(4).dropLast())
  }
}
