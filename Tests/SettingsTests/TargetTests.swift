import Conninfo
import Diagnostics
import Settings
import Testing

/// One rank of the precedence: how it is set, and the database that it then is.
struct Rank: Sendable, CustomTestStringConvertible {
  let name: String
  var flag: String?
  var variables: [String: String] = [:]
  var files: [String: String] = [:]
  let origin: String
  var testDescription: String { name }
}

@Suite struct TargetTests {
  private static let toml = "[environments.local]\nurl = 'postgres://localhost/toml'\n"

  static let ranks = [
    Rank(name: "flag", flag: "postgres://localhost/flag", origin: "flag --url"),
    Rank(
      name: "MIGRATE_DATABASE_URL", variables: ["MIGRATE_DATABASE_URL": "postgres:///own"],
      origin: "environment variable MIGRATE_DATABASE_URL"),
    Rank(
      name: "DATABASE_URL", variables: ["DATABASE_URL": "postgres:///plain"],
      origin: "environment variable DATABASE_URL"),
    Rank(
      name: "SUPABASE_DB_URL", variables: ["SUPABASE_DB_URL": "postgres:///supa"],
      origin: "environment variable SUPABASE_DB_URL"),
    Rank(
      name: ".env.local", files: [".env.local": "DATABASE_URL=postgres:///near\n"],
      origin: "DATABASE_URL in .env.local:1:1"),
    Rank(
      name: ".env", files: [".env": "\nDATABASE_URL=postgres:///env\n"],
      origin: "DATABASE_URL in .env:2:1"),
    Rank(
      name: "migrate.toml", files: ["migrate.toml": toml],
      origin: "environments.local.url in migrate.toml:2:7"),
    Rank(
      name: "parts", variables: ["POSTGRES_HOST": "localhost", "POSTGRES_DB": "parts"],
      origin: "environment variable POSTGRES_HOST"),
    Rank(
      name: "PG parts", variables: ["PGHOST": "/tmp", "PGDATABASE": "pg"],
      origin: "environment variable PGHOST"),
  ]

  @Test(arguments: 0..<9)
  func `each rank goes before all that are lower`(rank: Int) throws {
    var flags = SettingsFlags()
    var variables: [String: String] = [:]
    var files = ["supabase/migrations/": ""]
    for lower in Self.ranks[rank...].reversed() {
      flags.url = lower.flag ?? flags.url
      variables.merge(lower.variables) { _, new in new }
      files.merge(lower.files) { _, new in new }
    }
    let (settings, diagnostics) = try Project(files).load(variables, flags: flags)
    #expect(!diagnostics.hasErrors, "\(diagnostics)")
    #expect(settings?.connection?.origin.description == Self.ranks[rank].origin)
  }

  @Test func `an empty variable counts as not set`() throws {
    let project = try Project(["supabase/migrations/": ""])
    #expect(project.load(["DATABASE_URL": "", "PGHOST": ""]).settings?.target == .embedded)
  }

  @Test func `a leftover variable that hides the file is named`() throws {
    let project = try Project.with(
      "[environments.staging]\nurl = 'postgres://u:kP93hhQ@staging.example.com/d'\n")
    let (_, diagnostics) = project.load(
      ["DATABASE_URL": "postgres://localhost/d"], flags: SettingsFlags(environment: "staging"))
    #expect(diagnostics.summary == ["migrate.toml:2:7 shadowed-url"])
  }

  @Test func `the parts of an address are put together`() throws {
    let project = try Project(["supabase/migrations/": ""])
    let variables = [
      "POSTGRES_SERVER": "localhost", "POSTGRES_PORT": "5433", "POSTGRES_USER": "app",
      "POSTGRES_PASSWORD": "k/P@9", "POSTGRES_DB": "shop",
    ]
    let connection = try #require(project.load(variables).settings?.connection)
    #expect(connection.value.redactedURL == "postgresql://app:***@localhost:5433/shop")
    #expect(connection.value.password?.reveal() == "k/P@9")
    let bad = project.load(variables.merging(["POSTGRES_PORT": "54e"]) { $1 })
    #expect(bad.diagnostics.summary == ["invalid-connection"])
    #expect(bad.diagnostics.first?.message.contains("'POSTGRES_PORT'") == true)
  }

  @Test func `what libpq would add from its variables is seen`() throws {
    let project = try Project(["supabase/migrations/": ""])
    let variables = [
      "DATABASE_URL": "postgres:///d", "PGHOST": "db.example.com", "PGPORT": "5433",
      "PGUSER": "me", "PGPASSWORD": "kQ73hhx", "PGSSLMODE": "verify-full",
      "PGAPPNAME": "it's \\", "MIGRATE_ENV": "ci",
    ]
    let info = try #require(project.load(variables).settings?.connection?.value)
    #expect(
      info.redactedURL
        == "postgresql://me:***@db.example.com:5433/d?sslmode=verify-full&application_name=it%27s%20%5C"
    )
    let bad = project.load(variables.merging(["PGSSLMODE": "strong"]) { $1 })
    #expect(bad.diagnostics.first?.message.contains("'PGSSLMODE'") == true)
  }

  @Test(arguments: ["PGHOSTADDR", "PGSERVICE"])
  func `a variable that redirects every connection is refused`(name: String) throws {
    let project = try Project(["supabase/migrations/": ""])
    #expect(project.load([name: "x"]).diagnostics.summary == ["redirecting-variable"])
    let named = project.load([name: "x", "DATABASE_URL": "postgres:///d"])
    #expect(named.diagnostics.summary == ["redirecting-variable"])
    let none = project.load([name: "x", "ENVIRONMENT": "ci"], needsTarget: false)
    #expect(none.diagnostics.summary == ["redirecting-variable"])
  }

  @Test func `a linked project is the target where that is named`() throws {
    let ref = "abcdefghijklmnopqrst"
    let project = try Project([
      "supabase/migrations/": "", "supabase/.temp/project-ref": ref + "\n",
    ])
    let variables = ["SUPABASE_DB_PASSWORD": "kQ73hhx"]
    #expect(project.load(variables).settings?.target == .embedded)
    let staging = project.load(variables.merging(["ENVIRONMENT": "staging"]) { $1 })
    #expect(
      staging.settings?.connection?.value.redactedURL
        == "postgresql://postgres:***@db.\(ref).supabase.co:5432/postgres?sslmode=require")
    let pooled = try Project([
      "supabase/migrations/": "", "supabase/.temp/project-ref": ref,
      "supabase/.temp/pooler-url":
        "postgresql://postgres.\(ref):[YOUR-PASSWORD]@aws-0-eu.pooler.supabase.com:6543/postgres",
    ]).load(variables, flags: SettingsFlags(environment: "staging"))
    #expect(pooled.diagnostics.isEmpty)
    #expect(
      pooled.settings?.connection?.value.redactedURL
        == "postgresql://postgres.\(ref):***@aws-0-eu.pooler.supabase.com:5432/postgres?sslmode=require"
    )
    let unlinked = try Project(["supabase/migrations/": ""])
      .load(variables, flags: SettingsFlags(environment: "staging"))
    #expect(unlinked.diagnostics.summary == ["project-not-linked"])
  }

  @Test(arguments: ["ci", "staging", "production"])
  func `outside local a missing address is an error that names the key`(name: String) throws {
    let project = try Project(["supabase/migrations/": "", ".env": "DATABASE_URL=postgres:///d"])
    let (settings, diagnostics) = project.load(["ENVIRONMENT": name])
    #expect(settings == nil)
    #expect(diagnostics.summary == ["missing-url"])
    #expect(diagnostics.first?.hint?.contains("environments.\(name).url") == true)
    let without = project.load(["ENVIRONMENT": name], needsTarget: false)
    #expect(without.settings?.target == Settings.Target.none)
  }

  @Test(arguments: [
    ["DATABASE_URL": "postgres://u:kQ73hhx@db.example.com/d"], ["PGHOST": "db.example.com"],
  ])
  func `a remote target without a named environment is refused`(variables: [String: String]) throws
  {
    let project = try Project(["supabase/migrations/": ""])
    #expect(project.load(variables).diagnostics.summary == ["environment-not-named"])
    let file = try Project([
      "supabase/migrations/": "", ".env": "DATABASE_URL=postgres://db.example.com/d",
    ])
    #expect(file.load().diagnostics.summary == [".env:1:1 environment-not-named"])
  }

  @Test func `a remote target is never reset, whatever the environment is called`() throws {
    let project = try Project(["supabase/migrations/": ""])
    let remote = project.load([
      "ENVIRONMENT": "local", "DATABASE_URL": "postgres://u:kQ73hhx@db.example.com/d",
    ])
    #expect(remote.diagnostics.summary == ["remote-target-in-local-environment"])
    #expect(remote.settings?.isResetAllowed == false)
    #expect(project.load().settings?.isResetAllowed == true)
    #expect(project.load(["DATABASE_URL": "postgres:///d"]).settings?.isResetAllowed == true)
    let production = project.load([
      "ENVIRONMENT": "production", "DATABASE_URL": "postgres:///d",
    ])
    #expect(production.settings?.isResetAllowed == false)
  }

  @Test func `placeholder passwords are refused outside local`() throws {
    let project = try Project(["supabase/migrations/": ""])
    let url = ["DATABASE_URL": "postgres://app:changethis@localhost/d"]
    #expect(project.load(url).diagnostics.isEmpty)
    let staging = project.load(url.merging(["ENVIRONMENT": "staging"]) { $1 })
    #expect(staging.diagnostics.summary == ["placeholder-password"])
    #expect(staging.settings == nil)
    #expect(staging.diagnostics.first?.message == "the password in 'DATABASE_URL' is a placeholder")
  }

  @Test func `connections that leave the machine are encrypted`() throws {
    let project = try Project(["supabase/migrations/": ""])
    func load(_ query: String, _ environment: String) -> (
      settings: Settings?, diagnostics: [Diagnostic]
    ) {
      project.load([
        "ENVIRONMENT": environment, "DATABASE_URL": "postgres://u:kQ73hhx@db.example.com/d\(query)",
      ])
    }
    #expect(load("", "ci").settings?.connection?.value["sslmode"] == "require")
    #expect(load("?sslrootcert=/ca", "ci").settings?.connection?.value["sslmode"] == "verify-full")
    #expect(load("?sslmode=prefer", "ci").diagnostics.summary == ["weak-tls"])
    #expect(load("?sslmode=prefer", "ci").settings == nil)
    #expect(load("?sslmode=disable", "local").settings != nil)
    #expect(load("?sslmode=disable", "local").diagnostics.summary.contains("weak-tls"))
  }

  @Test func `a transaction pooler is named with the address to use`() throws {
    let (settings, diagnostics) = try Project(["supabase/migrations/": ""]).load([
      "ENVIRONMENT": "production",
      "DATABASE_URL":
        "postgres://u.r:kQ73hhx@aws-0-eu.pooler.supabase.com:6543/postgres?pgbouncer=true&schema=x",
    ])
    #expect(settings != nil)
    #expect(diagnostics.summary == ["transaction-pooler", "ignored-connection-option"])
    #expect(diagnostics.first?.hint?.contains("u.r:***@aws-0-eu.pooler.supabase.com:5432") == true)
  }
}
