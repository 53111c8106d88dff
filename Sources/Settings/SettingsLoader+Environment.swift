internal import Conninfo
internal import Diagnostics
internal import TOMLReading

/// A timeout with the places where it can be set.
struct DurationKey {
  let flag: String
  let fromFlags: @Sendable (SettingsFlags) -> String?
  let variable: String
  let key: String
  let standard: Duration

  static let lockTimeout = DurationKey(
    flag: "--lock-timeout", fromFlags: \.lockTimeout, variable: "MIGRATE_LOCK_TIMEOUT",
    key: "lock_timeout", standard: .seconds(4))
  static let statementTimeout = DurationKey(
    flag: "--statement-timeout", fromFlags: \.statementTimeout,
    variable: "MIGRATE_STATEMENT_TIMEOUT", key: "statement_timeout", standard: .zero)
  static let lockWait = DurationKey(
    flag: "--wait", fromFlags: \.lockWait, variable: "MIGRATE_LOCK_WAIT", key: "lock_wait",
    standard: .seconds(60))
}

extension SettingsLoader {
  /// The environment that was named, or `local` when nothing says otherwise.
  mutating func chooseEnvironment() -> Settings.Environment? {
    var named: Setting<String>?
    if let flag = request.flags.environment {
      named = Setting(flag, from: .flag("--env"))
    } else {
      named = processVariable("MIGRATE_ENV") ?? processVariable("ENVIRONMENT")
    }
    guard let named else {
      return Settings.Environment(name: "local", kind: .local, origin: .builtIn)
    }
    let section = ["environments", named.value]
    if let like = choice(section + ["like"], of: EnvironmentKind.self) {
      return Settings.Environment(name: named.value, kind: like.value, origin: named.origin)
    }
    if let kind = EnvironmentKind(name: named.value) {
      return Settings.Environment(name: named.value, kind: kind, origin: named.origin)
    }
    reportUnknownEnvironment(named)
    return nil
  }

  /// Where the environment stands in `migrate.toml`: under its name, or that of its kind.
  func sectionPath(of environment: Settings.Environment) -> [String]? {
    [environment.name, EnvironmentKind(name: environment.name)?.rawValue]
      .compactMap(\.self).map { ["environments", $0] }
      .first { document.entry($0) != nil }
  }

  private mutating func reportUnknownEnvironment(_ named: Setting<String>) {
    let entry = document.entry(["environments", named.value])
    if let entry {
      report(
        "unknown-environment", "nothing says what kind of environment '\(named.value)' is",
        at: entry.keyLocation,
        hint: "write like = \"local\", \"ci\", \"staging\" or \"production\" in it")
      return
    }
    let sections = document.entry(["environments"])?.value.table?.keys ?? []
    let known = EnvironmentKind.allCases.map(\.rawValue) + sections
    let nearest = Suggestion.nearest(to: named.value, among: known)
    report(
      "unknown-environment",
      "there is no environment '\(named.value)', which \(named.origin) names",
      hint: nearest.map { "did you mean '\($0)'" }
        ?? "add [environments.\(named.value)] with a key 'like' to migrate.toml")
  }

  /// The policy of the kind with what the file changes.
  mutating func policy(
    _ kind: EnvironmentKind, _ section: [String]?
  ) -> (policy: EnvironmentPolicy, origins: [String: SettingOrigin]) {
    var policy = EnvironmentPolicy(kind)
    var origins: [String: SettingOrigin] = [:]
    guard let section else { return (policy, origins) }
    func path(_ key: String) -> [String] { section + [key] }
    if let set = choice(path("destructive"), of: EnvironmentPolicy.Destructive.self) {
      (policy.destructive, origins["destructive"]) = (set.value, set.origin)
    }
    if let set = choice(path("out_of_order"), of: EnvironmentPolicy.OutOfOrder.self) {
      (policy.outOfOrder, origins["out_of_order"]) = (set.value, set.origin)
    }
    if let set = choice(path("several_heads"), of: EnvironmentPolicy.SeveralHeads.self) {
      (policy.severalHeads, origins["several_heads"]) = (set.value, set.origin)
    }
    if let set = choice(path("seed"), of: EnvironmentPolicy.Seed.self) {
      (policy.seed, origins["seed"]) = (set.value, set.origin)
    }
    if let set = choice(path("verify"), of: EnvironmentPolicy.VerifyLevel.self) {
      (policy.verify, origins["verify"]) = (set.value, set.origin)
    }
    if let set = choice(path("confirmation"), of: EnvironmentPolicy.Confirmation.self) {
      (policy.confirmation, origins["confirmation"]) = (set.value, set.origin)
    }
    if let set = boolean(path("live")) {
      (policy.live, origins["live"]) = (set.value, set.origin)
    }
    if let set = boolean(path("require_saved_plan")), set.value {
      (policy.confirmation, origins["confirmation"]) = (.savedPlan, set.origin)
    }
    return (policy, origins)
  }

  /// A timeout: flag, variable, file, default.
  mutating func duration(_ key: DurationKey, _ section: [String]?) -> Setting<Duration> {
    var text: Setting<String>?
    if let flag = key.fromFlags(request.flags) {
      text = Setting(flag, from: .flag(key.flag))
    } else {
      text = variable(key.variable)
      if text == nil, let section { text = string(section + [key.key]) }
    }
    guard let text else { return Setting(key.standard, from: .builtIn) }
    guard let duration = DurationText.read(text.value) else {
      // What the file says literally was checked with the file.
      if !diagnostics.contains(where: {
        $0.code == "invalid-duration" && $0.location == text.origin.location && $0.location != nil
      }) {
        let isTooLong = DurationText.isTooLong(text.value)
        report(
          "invalid-duration",
          "'\(text.origin.key)' is \(isTooLong ? "too long" : "not a duration")",
          at: text.origin.location,
          hint: isTooLong ? DurationText.hintOnLength : DurationText.hint)
      }
      return Setting(key.standard, from: .builtIn)
    }
    return Setting(duration, from: text.origin)
  }
}
