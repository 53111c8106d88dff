internal import Conninfo
internal import Diagnostics
internal import Files
internal import TOMLReading

/// Takes the settings together, in the order in which one depends on the other.
struct SettingsLoader {
  let request: SettingsRequest
  var diagnostics: [Diagnostic] = []
  var secrets: [Secret] = []
  var root = "/"
  var file: String?
  var document = SettingsDocument()
  var dotenv: [String: DotEnv.Variable] = [:]

  init(_ request: SettingsRequest) { self.request = request }

  mutating func load() -> Settings? {
    findRoot()
    readDocument()
    guard let environment = chooseEnvironment() else { return nil }
    if environment.kind == .local { readDotEnv() }
    collectSecrets()
    let supabase = supabaseTrack()
    let alembic = alembicTrack()
    if supabase == nil, alembic == nil { reportNoTracks() }
    let section = sectionPath(of: environment)
    let (policy, origins) = policy(environment.kind, section)
    let target = chooseTarget(environment, section, supabase)
    return Settings(
      root: root, file: file, supabase: supabase, alembic: alembic,
      ledgerSchema: ledgerSchema(), environment: environment, policy: policy,
      policyOrigins: origins, target: target,
      lockTimeout: duration(.lockTimeout, section),
      statementTimeout: duration(.statementTimeout, section),
      lockWait: duration(.lockWait, section),
      beforeUp: command(section, "before_up"), afterUp: command(section, "after_up"),
      drift: drift(), secrets: secrets)
  }

  private mutating func readDocument() {
    guard let file else { return }
    do {
      let bytes = try FileSystem.read(file)
      document = SettingsDocument(parsing: SourceFile(path: shown(file), bytes: bytes))
      diagnostics += document.diagnostics
    } catch {
      report("unreadable-file", error.message)
    }
  }

  /// `.env.local` goes before `.env`, and the process before both.
  private mutating func readDotEnv() {
    for name in [".env.local", ".env"] {
      let path = Path.join(root, name)
      guard FileSystem.isFile(path) else { continue }
      do {
        let source = SourceFile(path: shown(path), bytes: try FileSystem.read(path))
        let process = request.environmentVariables
        let read = dotenv
        let parsed = DotEnv(parsing: source) { process[$0] ?? read[$0]?.value }
        diagnostics += parsed.diagnostics
        dotenv.merge(parsed.variables) { first, _ in first }
      } catch {
        report("unreadable-file", error.message)
      }
    }
  }

  private mutating func reportNoTracks() {
    report(
      "no-tracks", "there is no track in '\(root)'",
      hint:
        "make the folder 'supabase/migrations' or an 'alembic.ini', or name them in migrate.toml")
  }
}

// Variables and messages.
extension SettingsLoader {
  /// A variable of the process; one that is empty counts as not set.
  func processVariable(_ name: String) -> Setting<String>? {
    guard let value = request.environmentVariables[name], !value.isEmpty else { return nil }
    return Setting(value, from: .variable(name))
  }

  /// A variable of the process, or else of the `.env` files.
  func variable(_ name: String) -> Setting<String>? {
    if let setting = processVariable(name) { return setting }
    return dotenvVariable(name)
  }

  func dotenvVariable(_ name: String) -> Setting<String>? {
    guard let found = dotenv[name], !found.value.isEmpty else { return nil }
    return Setting(found.value, from: .dotenv(name, found.location))
  }

  /// A path as people see it.
  func shown(_ path: String) -> String { path == root ? "." : Path.relative(path, to: root) }

  mutating func report(
    _ code: String, _ message: String, at location: SourceLocation? = nil, hint: String? = nil,
    related: [Diagnostic.Related] = []
  ) {
    diagnostics.append(
      Diagnostic(.error, code, message, at: location, hint: hint, related: related))
  }

  mutating func warn(
    _ code: String, _ message: String, at location: SourceLocation? = nil, hint: String? = nil
  ) {
    diagnostics.append(Diagnostic(.warning, code, message, at: location, hint: hint))
  }

  /// Everything that may be a password, so that it can be kept out of all output.
  private mutating func collectSecrets() {
    let names = Set(request.environmentVariables.keys).union(dotenv.keys).sorted()
    for name in names {
      let values = [request.environmentVariables[name], dotenv[name]?.value].compactMap(\.self)
      for value in values where !value.isEmpty {
        if ConnectionInfo.mayBeAddress(value) {
          noteSecrets(ofAddress: value)
        } else if Self.passwordVariables.contains(name) {
          secrets.append(Secret(value))
        }
      }
    }
    if let url = request.flags.url { noteSecrets(ofAddress: url) }
    for entry in document.entry(["environments"])?.value.table?.entries ?? [] {
      guard let url = entry.value.table?["url"]?.string else { continue }
      if EnvironmentReference.name(in: url) == nil { noteSecrets(ofAddress: url) }
    }
  }

  private mutating func noteSecrets(ofAddress text: String) {
    if let info = try? ConnectionInfo(parsing: text) { secrets += info.secrets }
  }

  private static let passwordVariables: Set<String> = [
    "PGPASSWORD", "POSTGRES_PASSWORD", "SUPABASE_DB_PASSWORD", "DB_PASSWORD", "DATABASE_PASSWORD",
    "SUPABASE_ACCESS_TOKEN", "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_AUTH_JWT_SECRET",
  ]
}

// Values of migrate.toml.
extension SettingsLoader {
  /// A string with `env(NAME)` replaced; nil when it is not there or of another type.
  mutating func string(_ path: [String]) -> Setting<String>? {
    guard let entry = document.entry(path), let text = entry.value.string else { return nil }
    let key = path.joined(separator: ".")
    let origin = SettingOrigin.file(key: key, entry.value.location)
    guard let name = EnvironmentReference.name(in: text) else { return Setting(text, from: origin) }
    guard let found = variable(name) else {
      report(
        "missing-variable", "'\(key)' needs the environment variable '\(name)', which is not set",
        at: entry.value.location, hint: "set \(name)")
      return nil
    }
    return Setting(found.value, from: origin)
  }

  func boolean(_ path: [String]) -> Setting<Bool>? {
    guard let value = document.entry(path)?.value, let boolean = value.boolean else { return nil }
    return Setting(
      boolean, from: .file(key: path.joined(separator: "."), value.location))
  }

  /// The words of a command; an empty list is an error.
  mutating func command(_ section: [String]?, _ key: String) -> Setting<[String]>? {
    guard let path = section.map({ $0 + [key] }), let value = document.entry(path)?.value,
      let words = value.strings
    else { return nil }
    let name = path.joined(separator: ".")
    guard let first = words.first, !first.isEmpty else {
      report(
        "invalid-setting", "'\(name)' names no command", at: value.location,
        hint: "write the program and its arguments, such as [\"./scripts/backup.sh\", \"--all\"]")
      return nil
    }
    return Setting(words, from: .file(key: name, value.location))
  }

  /// One of a closed list of words.
  mutating func choice<Choice: RawRepresentable<String>>(
    _ path: [String], of type: Choice.Type
  ) -> Setting<Choice>? where Choice: Sendable & Hashable & CaseIterable {
    guard let text = string(path) else { return nil }
    guard let choice = Choice(rawValue: text.value) else {
      if let entry = document.entry(path), let raw = entry.value.string,
        EnvironmentReference.name(in: raw) != nil
      {
        report(
          "invalid-setting", "'\(text.origin.key)' has a value that is not known",
          at: text.origin.location,
          hint: "use one of " + Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        )
      }
      return nil
    }
    return Setting(choice, from: text.origin)
  }

  fileprivate mutating func ledgerSchema() -> Setting<String> {
    guard let schema = string(["ledger", "schema"]) else {
      return Setting("migrate", from: .builtIn)
    }
    let name = schema.value
    if name.isEmpty || name.utf8.count > 63 || name.hasPrefix("pg_") || name.contains("\0") {
      report(
        "invalid-setting", "'ledger.schema' cannot be the name of a schema",
        at: schema.origin.location, hint: "use 1 to 63 bytes that do not begin with 'pg_'")
    }
    return schema
  }
}
