import Diagnostics
import Settings
import Testing

struct PolicyRow: Sendable, CustomTestStringConvertible {
  let kind: EnvironmentKind
  let words: [String]
  var testDescription: String { kind.rawValue }
}

@Suite struct EnvironmentTests {
  private static let url = ["DATABASE_URL": "postgres:///d"]

  static let table = [
    PolicyRow(
      kind: .local,
      words: ["unapplied-free", "note", "apply", "warn", "always", "allowed", "enabled", "none"]),
    PolicyRow(
      kind: .ci,
      words: [
        "enforced", "refuse", "refuse", "refuse", "optional", "scratch-only", "tested", "none",
      ]),
    PolicyRow(
      kind: .staging,
      words: [
        "enforced", "refuse", "refuse", "refuse", "on-request", "refused", "tested", "yes",
      ]),
    PolicyRow(
      kind: .production,
      words: [
        "enforced", "refuse", "refuse", "refuse", "never", "refused", "audited",
        "saved-plan-or-name",
      ]),
  ]

  @Test(arguments: table) func `each kind has its policy`(_ row: PolicyRow) {
    let policy = EnvironmentPolicy(row.kind)
    let words = [
      policy.forwardOnly.rawValue, policy.destructive.rawValue, policy.outOfOrder.rawValue,
      policy.severalHeads.rawValue, policy.seed.rawValue, policy.reset.rawValue,
      policy.verify.rawValue, policy.confirmation.rawValue,
    ]
    #expect(words == row.words)
  }

  @Test(arguments: [
    ("local", EnvironmentKind.local), ("development", .local), ("dev", .local), ("test", .ci),
    ("CI", .ci), ("staging", .staging), ("stage", .staging), ("prod", .production),
    ("Production", .production),
  ])
  func `usual names need no explanation`(name: String, kind: EnvironmentKind) throws {
    let project = try Project(["supabase/migrations/": ""])
    let settings = project.load(Self.url.merging(["ENVIRONMENT": name]) { $1 }).settings
    #expect(settings?.environment.kind == kind)
    #expect(settings?.environment.name == name)
  }

  @Test func `the name comes from flag, own variable and common variable`() throws {
    let project = try Project(["supabase/migrations/": ""])
    let variables = Self.url.merging(["MIGRATE_ENV": "staging", "ENVIRONMENT": "ci"]) { $1 }
    let flags = SettingsFlags(environment: "production")
    #expect(project.load(variables, flags: flags).settings?.environment.kind == .production)
    #expect(project.load(variables).settings?.environment.kind == .staging)
    #expect(
      project.load(variables).settings?.environment.origin == .variable("MIGRATE_ENV"))
  }

  @Test func `a name of one's own is like a kind`() throws {
    let project = try Project.with(
      "[environments.preview]\nlike = 'staging'\n[environments.other]\nurl = 'postgres:///d'\n")
    let preview = project.load(Self.url, flags: SettingsFlags(environment: "preview"))
    #expect(preview.settings?.environment.kind == .staging)
    #expect(preview.settings?.policy == EnvironmentPolicy(.staging))
    let other = project.load(flags: SettingsFlags(environment: "other"))
    #expect(other.diagnostics.summary == ["migrate.toml:3:15 unknown-environment"])
    let typo = project.load(flags: SettingsFlags(environment: "previw"))
    #expect(typo.diagnostics.summary == ["unknown-environment"])
    #expect(typo.diagnostics.first?.hint == "did you mean 'preview'")
  }

  @Test func `the short name finds the section of the long one`() throws {
    let project = try Project.with("[environments.production]\nlock_timeout = '1s'\n")
    let settings = project.load(Self.url, flags: SettingsFlags(environment: "prod")).settings
    #expect(settings?.lockTimeout.value == .seconds(1))
  }

  @Test func `a policy is changed by the file, and it is known where`() throws {
    let project = try Project.with(
      """
      [environments.staging]
      out_of_order = "apply"
      destructive = "note"
      several_heads = "warn"
      seed = "always"
      verify = "audited"
      confirmation = "none"
      [environments.production]
      require_saved_plan = true
      """)
    let staging = try #require(
      project.load(Self.url, flags: SettingsFlags(environment: "staging")).settings)
    var expected = EnvironmentPolicy(.staging)
    expected.outOfOrder = .apply
    expected.destructive = .note
    expected.severalHeads = .warn
    expected.seed = .always
    expected.verify = .audited
    expected.confirmation = .none
    #expect(staging.policy == expected)
    #expect(
      staging.policyOrigins["seed"]?.description == "environments.staging.seed in migrate.toml:5:8")
    let production = project.load(Self.url, flags: SettingsFlags(environment: "production"))
    #expect(production.settings?.policy.confirmation == .savedPlan)
  }
}
