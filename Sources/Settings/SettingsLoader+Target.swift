internal import Conninfo
internal import Diagnostics
internal import Files
internal import TOMLReading

extension SettingsLoader {
  private static let urlVariables = ["MIGRATE_DATABASE_URL", "DATABASE_URL", "SUPABASE_DB_URL"]

  /// The database: flag, variables, `.env` files, `migrate.toml`, separate parts, default.
  mutating func chooseTarget(
    _ environment: Settings.Environment, _ section: [String]?, _ supabase: Settings.SupabaseTrack?
  ) -> Settings.Target {
    refuseRedirection()
    let before = diagnostics.count
    let found = address(section) ?? parts(environment, supabase)
    guard let found else {
      if diagnostics[before...].contains(where: { $0.severity == .error }) { return .none }
      return withoutAddress(environment)
    }
    let connection = judged(completed(found), environment)
    secrets += connection.value.secrets
    return .server(connection)
  }

  private mutating func withoutAddress(_ environment: Settings.Environment) -> Settings.Target {
    if environment.kind == .local { return .embedded }
    if request.needsTarget {
      report(
        "missing-url", "the environment '\(environment.name)' has no address of a database",
        hint: "set MIGRATE_DATABASE_URL, or environments.\(environment.name).url in migrate.toml")
    }
    return .none
  }

  /// An address that is written as a whole.
  private mutating func address(_ section: [String]?) -> Setting<ConnectionInfo>? {
    var text: Setting<String>?
    if let flag = request.flags.url {
      text = Setting(flag, from: .flag("--url"))
    } else {
      text =
        Self.urlVariables.lazy.compactMap(processVariable).first
        ?? Self.urlVariables.lazy.compactMap(dotenvVariable).first
      let path = section.map { $0 + ["url"] }
      if let text, let path, let entry = document.entry(path) { noteShadowing(text, path, entry) }
      if text == nil, let path { text = string(path) }
    }
    guard let text else { return nil }
    do {
      return Setting(try ConnectionInfo(parsing: text.value), from: text.origin)
    } catch {
      diagnostics.append(error.diagnostic(key: text.origin.key, at: text.origin.location))
      return nil
    }
  }

  /// A `DATABASE_URL` left over in a shell must not take the place of `--env staging` unseen.
  private mutating func noteShadowing(
    _ text: Setting<String>, _ path: [String], _ entry: TOMLTable.Entry
  ) {
    guard let raw = entry.value.string else { return }
    let own = EnvironmentReference.name(in: raw).map { variable($0)?.value } ?? raw
    if own == text.value { return }
    warn(
      "shadowed-url", "\(text.origin) goes before '\(path.joined(separator: "."))'",
      at: entry.value.location, hint: "unset \(text.origin.key) if the file is meant")
  }

  /// libpq reads these variables behind our back, for scratch databases too.
  private mutating func refuseRedirection() {
    for name in ["PGHOSTADDR", "PGSERVICE"] where processVariable(name) != nil {
      report(
        "redirecting-variable",
        "the environment variable '\(name)' can lead every connection to another server",
        hint: "unset \(name), and write the address out in MIGRATE_DATABASE_URL")
    }
  }

  /// Fills in what libpq would take from its own variables.
  private mutating func completed(_ found: Setting<ConnectionInfo>) -> Setting<ConnectionInfo> {
    var info = found.value
    let port = portVariable("PGPORT")
    if info.endpoints.isEmpty || info.endpoints.allSatisfy(\.host.isEmpty),
      let host = processVariable("PGHOST")
    {
      let own = info.endpoints.first?.port
      info.endpoints = host.value.split(separator: ",").map {
        ConnectionInfo.Endpoint(host: String($0), port: own)
      }
    }
    for index in info.endpoints.indices where info.endpoints[index].port == nil {
      info.endpoints[index].port = port
    }
    info.user = info.user ?? processVariable("PGUSER")?.value
    info.password = info.password ?? processVariable("PGPASSWORD").map { Secret($0.value) }
    info.database = info.database ?? processVariable("PGDATABASE")?.value
    let parameters = [
      ("PGSSLMODE", "sslmode"), ("PGSSLROOTCERT", "sslrootcert"), ("PGOPTIONS", "options"),
      ("PGAPPNAME", "application_name"), ("PGCONNECT_TIMEOUT", "connect_timeout"),
      ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ]
    for (name, parameter) in parameters where info[parameter] == nil {
      guard let setting = processVariable(name) else { continue }
      do {
        let quoted = setting.value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        let read = try ConnectionInfo(parsing: "\(parameter)='\(quoted)'")
        info[parameter] = read[parameter]
      } catch {
        diagnostics.append(error.diagnostic(key: name))
      }
    }
    return Setting(info, from: found.origin)
  }

  mutating func portVariable(_ name: String) -> Int? {
    guard let setting = variable(name) else { return nil }
    guard let port = Int(setting.value), (1...65535).contains(port) else {
      diagnostics.append(
        ConninfoError.malformed(.port).diagnostic(key: name, at: setting.origin.location))
      return nil
    }
    return port
  }

  /// Refuses what may not be used where it leads to, and asks for TLS where nothing was said.
  private mutating func judged(
    _ found: Setting<ConnectionInfo>, _ environment: Settings.Environment
  ) -> Setting<ConnectionInfo> {
    let info = found.value
    let (key, location) = (found.origin.key, found.origin.location)
    if !info.isLocal, environment.origin == .builtIn {
      report(
        "environment-not-named",
        "'\(key)' leads to another machine, and nothing says which environment that is",
        at: location, hint: "name it with --env or the environment variable ENVIRONMENT")
    } else if !info.isLocal, environment.kind == .local {
      warn(
        "remote-target-in-local-environment",
        "'\(key)' leads to another machine, but the environment is '\(environment.name)'",
        at: location, hint: "'reset' is refused there")
    }
    judgePassword(of: found, environment)
    if !info.isLocal, info.hasWeakTLS {
      let message = "'\(key)' lets the connection go to another machine without encryption"
      let hint = "set sslmode to require, verify-ca or verify-full"
      if environment.kind == .local {
        warn("weak-tls", message, at: location, hint: hint)
      } else {
        report("weak-tls", message, at: location, hint: hint)
      }
    }
    if info.looksLikeTransactionPooler {
      warn(
        "transaction-pooler", "'\(key)' leads to a pooler that keeps no session", at: location,
        hint: info.sessionModeAddress.map { "use its session mode, \($0.redactedURL)" }
          ?? "use the address of the database itself, or of the pooler's session mode")
    }
    for option in info.ignoredOptions where option != "pgbouncer" {
      diagnostics.append(
        Diagnostic(
          .note, "ignored-connection-option", "the option '\(option)' in '\(key)' is left out",
          at: location))
    }
    return Setting(info.withTLSDefaults(), from: found.origin)
  }

  private mutating func judgePassword(
    of found: Setting<ConnectionInfo>, _ environment: Settings.Environment
  ) {
    guard found.value.isPlaceholderPassword else { return }
    let message = "the password in '\(found.origin.key)' is a placeholder"
    let hint = "set a password of your own"
    if environment.kind != .local {
      report("placeholder-password", message, at: found.origin.location, hint: hint)
    } else if !found.value.isLocal {
      warn("placeholder-password", message, at: found.origin.location, hint: hint)
    }
  }
}
