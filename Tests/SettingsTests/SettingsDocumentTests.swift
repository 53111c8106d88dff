import Catalogs
import Conninfo
import Diagnostics
import Settings
import Testing

struct BadSetting: CustomTestStringConvertible {
  let toml: String
  let summary: String
  let message: String
  let hint: String?
  var testDescription: String { toml }
}

@Suite struct SettingsDocumentTests {
  static let bad = [
    BadSetting(
      toml: "[track.alembic]\nconfig = 'x'", summary: "migrate.toml:1:2 unknown-setting",
      message: "there is no setting 'track'", hint: "did you mean 'tracks'"),
    BadSetting(
      toml: "[environments.local]\n  lock_timout = '3s'",
      summary: "migrate.toml:2:3 unknown-setting",
      message: "there is no setting 'environments.local.lock_timout'",
      hint: "did you mean 'lock_timeout'"),
    BadSetting(
      toml: "[ledger]\nzzzzzz = 1", summary: "migrate.toml:2:1 unknown-setting",
      message: "there is no setting 'ledger.zzzzzz'", hint: "the settings here are schema"),
    BadSetting(
      toml: "[environments.production]\nreset = 'allowed'",
      summary: "migrate.toml:2:1 unknown-setting",
      message: "there is no setting 'environments.production.reset'",
      hint:
        "the settings here are after_up, before_up, confirmation, destructive, like, live, "
        + "lock_timeout, "
        + "lock_wait, out_of_order, require_saved_plan, seed, several_heads, statement_timeout, "
        + "url, verify"),
    BadSetting(
      toml: "[tracks.alembic]\npython = 'python3'", summary: "migrate.toml:2:10 wrong-type",
      message: "'tracks.alembic.python' has to be an array of strings, not a string", hint: nil),
    BadSetting(
      toml: "tracks = 1", summary: "migrate.toml:1:10 wrong-type",
      message: "'tracks' has to be a table, not an integer", hint: nil),
    BadSetting(
      toml: "[environments.production]\nrequire_saved_plan = 'yes'",
      summary: "migrate.toml:2:22 wrong-type",
      message: "'environments.production.require_saved_plan' has to be a boolean, not a string",
      hint: nil),
    BadSetting(
      toml: "[environments.ci]\nlock_timeout = 3", summary: "migrate.toml:2:16 invalid-duration",
      message: "'environments.ci.lock_timeout' has no unit", hint: DurationText.hint),
    BadSetting(
      toml: "[environments.local]\nlock_timeout = '3m'",
      summary: "migrate.toml:2:16 invalid-duration",
      message: "'environments.local.lock_timeout' is not a duration", hint: DurationText.hint),
    BadSetting(
      toml: "[environments.local]\nlock_timeout = '597h'",
      summary: "migrate.toml:2:16 invalid-duration",
      message: "'environments.local.lock_timeout' is too long", hint: DurationText.hintOnLength),
    BadSetting(
      toml: "[environments.ci]\nverify = 'full'", summary: "migrate.toml:2:10 invalid-setting",
      message: "'environments.ci.verify' has a value that is not known",
      hint: "use one of \"enabled\", \"tested\", \"audited\""),
    BadSetting(
      toml: "[environments.local]\nbefore_up = []", summary: "migrate.toml:2:13 invalid-setting",
      message: "'environments.local.before_up' names no command",
      hint: "write the program and its arguments, such as [\"./scripts/backup.sh\", \"--all\"]"),
    BadSetting(
      toml: "[ledger]\nschema = 'pg_x'", summary: "migrate.toml:2:10 invalid-setting",
      message: "'ledger.schema' cannot be the name of a schema",
      hint: "use 1 to 63 bytes that do not begin with 'pg_'"),
    BadSetting(
      toml: "[drift]\nignore = ['auth', 'tabel:x']",
      summary: "migrate.toml:2:10 invalid-setting",
      message: "'drift.ignore' has 'tabel:x', which is no pattern of objects",
      hint: "write a schema, schema.name or kind:name, as in \"auth\", \"*.tmp_*\", "
        + "\"extension:pg_*\""),
    BadSetting(
      toml: "[environments.local]\nurl = 'env(SHOP_URL)'",
      summary: "migrate.toml:2:7 missing-variable",
      message:
        "'environments.local.url' needs the environment variable 'SHOP_URL', which is not set",
      hint: "set SHOP_URL"),
  ]

  @Test(arguments: bad)
  func `what is wrong in the file is named with its place`(_ setting: BadSetting) throws {
    let (settings, diagnostics) = try Project.with(setting.toml).load()
    #expect(settings == nil)
    #expect(diagnostics.summary == [setting.summary])
    #expect(diagnostics.first?.message == setting.message)
    #expect(diagnostics.first?.hint == setting.hint)
  }

  @Test(arguments: [
    "url = postgres://u:kQ73hhx@h/d", "url = \"postgres://u:kQ73hhx@h/d", "url = 'x' kQ73hhx",
    "[environments.ci]\nulr = 'postgres://u:kQ73hhx@h/d'",
    "[environments.local]\nurl = 'postgres://u:kQ7:3hhx@h:x/d'",
    "[environments.local]\nurl = ['postgres://u:kQ73hhx@h/d']",
    "[environments.local]\nverify = 'postgres://u:kQ73hhx@h/d'",
    "postgres://u:kQ73hhx@h/d",
  ])
  func `no message about the file has a password in it`(toml: String) throws {
    let (settings, diagnostics) = try Project.with(toml).load()
    #expect(settings == nil)
    var shown = ""
    dump(diagnostics, to: &shown)
    #expect(!shown.contains("3hhx"))
  }

  @Test func `a value can stand in a variable of the process or of a local file`() throws {
    let toml = """
      [ledger]
      schema = "env(LEDGER)"
      [environments.local]
      url = "env(SHOP_URL)"
      lock_timeout = "env(PATIENCE)"
      """
    let project = try Project.with(toml, [".env": "SHOP_URL=postgres:///shop\nPATIENCE=9s\n"])
    let settings = try #require(project.load(["LEDGER": "book"]).settings)
    #expect(settings.ledgerSchema.value == "book")
    #expect(settings.connection?.value.database == "shop")
    #expect(settings.lockTimeout.value == .seconds(9))
  }

  @Test func `what comparisons leave out is read, and nothing is by default`() throws {
    let none = try #require(try Project.with("").load().settings).drift
    #expect(none.ignored.isEmpty && none.ignoresPlatform)
    let project = try Project.with(
      "[drift]\nignore = ['auth', '*.tmp_*', 'extension:pg_*']\nignore_platform = false\n")
    let drift = try #require(project.load().settings).drift
    #expect(drift.ignored.map(\.text) == ["auth", "*.tmp_*", "extension:pg_*"])
    #expect(!drift.ignoresPlatform)
  }

  @Test func `variables of other environments need not be set`() throws {
    let project = try Project.with("[environments.production]\nurl = 'env(NOT_HERE)'\n")
    #expect(project.load().settings?.target == .embedded)
    let production = project.load(["ENVIRONMENT": "production"])
    #expect(production.diagnostics.summary == ["migrate.toml:2:7 missing-variable"])
  }

  @Test func `timeouts come from flag, variable, file and default`() throws {
    let project = try Project.with("[environments.local]\nlock_timeout = '3s'\n")
    let variables = ["MIGRATE_LOCK_TIMEOUT": "2s"]
    let flags = SettingsFlags(lockTimeout: "500ms")
    #expect(project.load(variables, flags: flags).settings?.lockTimeout.value == .milliseconds(500))
    #expect(project.load(variables).settings?.lockTimeout.value == .seconds(2))
    #expect(project.load().settings?.lockTimeout.value == .seconds(3))
    let standard = try #require(try Project.with("").load().settings)
    #expect(standard.lockTimeout.value == .seconds(4))
    #expect(standard.statementTimeout.value == .zero)
    #expect(standard.lockWait.value == .seconds(60))
    #expect(standard.lockWait.origin == .builtIn)
    let bad = project.load(flags: SettingsFlags(lockTimeout: "3"))
    #expect(bad.diagnostics.summary == ["invalid-duration"])
    for text in ["597h", "99999999999999999999s", "9223372036854775807h"] {
      let long = project.load(flags: SettingsFlags(statementTimeout: text))
      #expect(long.diagnostics.map(\.message) == ["'--statement-timeout' is too long"])
    }
  }

  @Test(arguments: [
    ("500ms", 500), ("3s", 3000), ("5min", 300_000), ("1h", 3_600_000), ("0s", 0), ("3", nil),
    ("", nil), ("s", nil), ("-1s", nil), ("1.5s", nil), ("3 s", nil), ("3S", nil), ("597h", nil),
    ("99999999999999999999s", nil), ("9223372036854775807h", nil),
  ])
  func `a duration is a whole number with a unit`(text: String, milliseconds: Int?) {
    #expect(DurationText.read(text) == milliseconds.map { Duration.milliseconds($0) })
  }

  @Test func `commands keep their words`() throws {
    let toml = "[environments.local]\nbefore_up = ['./b.sh', '--all']\nafter_up = ['x']\n"
    let settings = try #require(try Project.with(toml).load().settings)
    #expect(settings.beforeUp?.value == ["./b.sh", "--all"])
    #expect(settings.afterUp?.value == ["x"])
  }

  @Test func `secrets from everywhere are known, used or not`() throws {
    let project = try Project.with(
      "[environments.production]\nurl = 'postgres://u:toml-secret@h/d'\n",
      [".env": "DATABASE_URL=postgres://u:dotenv-secret@localhost/d\n"])
    let settings = try #require(
      project.load(
        ["POSTGRES_PASSWORD": "part-secret", "OTHER": "postgres://u:other-secret@h/d"],
        flags: SettingsFlags(url: "postgres://u:flag-secret@localhost/d")
      ).settings)
    let text = "toml-secret dotenv-secret part-secret other-secret flag-secret"
    #expect(settings.redactor.redacted(text) == "*** *** *** *** ***")
    #expect(!"\(settings)".contains("secret@"))
    var shown = ""
    dump(settings, to: &shown)
    #expect(!shown.contains("flag-secret"))
  }
}
