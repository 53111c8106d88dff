import Diagnostics
import Digests
import Testing
import Tracks

@Suite struct `The settings of Supabase` {
  private func read(
    _ text: String, variables: [String: String] = [:], project: String? = nil,
    also items: [Item] = []
  ) throws -> (configuration: SupabaseConfiguration, diagnostics: [Diagnostic]) {
    let folder = try TemporaryFolder([.file("supabase/config.toml", text)] + items)
    return SupabaseConfiguration.read(
      folder: "\(folder.path)/supabase", displayBase: folder.path, variables: variables,
      project: project)
  }

  private static let full = """
    project_id = "demo"
    [api]
    schemas = ["public", "app"]
    extra_search_path = []
    auto_expose_new_tables = false
    [db]
    port = 5000
    major_version = 15
    [db.migrations]
    enabled = false
    schema_paths = ["./schemas/*.sql"]
    [db.seed]
    enabled = true
    sql_paths = ["./seeds/*.sql", "env(MORE)"]
    [remotes.staging]
    project_id = "abcdefghijklmnopqrst"
    [remotes.staging.db.migrations]
    enabled = true
    [remotes.preview]
    project_id = "env(PREVIEW)"
    [remotes.preview.db.seed]
    enabled = true
    sql_paths = ["./preview.sql"]
    """

  @Test func `are read from config.toml`() throws {
    let (settings, diagnostics) = try read(
      Self.full, variables: ["PREVIEW": "bbbbbbbbbbbbbbbbbbbb", "MORE": ""])
    #expect(diagnostics.isEmpty)
    var expected = SupabaseConfiguration()
    expected.projectID = "demo"
    expected.apiSchemas = ["public", "app"]
    expected.apiSearchPath = []
    expected.exposesNewTables = false
    expected.port = 5000
    expected.majorVersion = 15
    expected.areMigrationsEnabled = false
    expected.schemaPaths = ["./schemas/*.sql"]
    expected.seedPaths = ["./seeds/*.sql", "env(MORE)"]
    #expect(settings == expected)
  }

  @Test func `of a remote lie over the others and do not seed it unasked`() throws {
    let variables = ["PREVIEW": "bbbbbbbbbbbbbbbbbbbb"]
    let staging = try read(Self.full, variables: variables, project: "abcdefghijklmnopqrst")
    #expect(staging.configuration.remote == "staging")
    #expect(staging.configuration.areMigrationsEnabled)
    #expect(!staging.configuration.isSeedEnabled)
    #expect(staging.configuration.port == 5000)
    let preview = try read(
      Self.full, variables: variables,
      also: [.file("supabase/.temp/project-ref", "bbbbbbbbbbbbbbbbbbbb\n")])
    #expect(preview.configuration.linkedProject == "bbbbbbbbbbbbbbbbbbbb")
    #expect(preview.configuration.remote == "preview")
    #expect(preview.configuration.isSeedEnabled)
    #expect(preview.configuration.seedPaths == ["./preview.sql"])
  }

  @Test func `give way to variables`() throws {
    let (settings, diagnostics) = try read(
      "project_id = \"env(NAME)\"\n",
      variables: [
        "NAME": "shop", "SUPABASE_DB_PORT": "6000", "SUPABASE_DB_SEED_ENABLED": "false",
        "SUPABASE_API_SCHEMAS": "a,b", "SUPABASE_DB_MAJOR_VERSION": "",
      ])
    #expect(diagnostics.isEmpty)
    #expect(settings.projectID == "shop")
    #expect(settings.port == 6000)
    #expect(!settings.isSeedEnabled)
    #expect(settings.apiSchemas == ["a", "b"])
    #expect(settings.majorVersion == nil)
  }

  @Test func `are the defaults without a file`() throws {
    let folder = try TemporaryFolder([.folder("supabase")])
    let (settings, diagnostics) = SupabaseConfiguration.read(
      folder: "\(folder.path)/supabase", displayBase: folder.path)
    #expect(settings == SupabaseConfiguration())
    #expect(
      diagnostics.map(\.told) == [
        "note no-supabase-config supabase/config.toml:1:1 there is no 'supabase/config.toml'; the"
          + " defaults of the CLI hold | 'supabase init' writes one"
      ])
  }

  @Test(arguments: [
    (
      "[db]\nport = \"x\"",
      "error bad-setting supabase/config.toml:2:8 'db.port' must be an integer, found a string"
        + " | write an integer"
    ),
    (
      "[db.seed]\nenabled = 1",
      "error bad-setting supabase/config.toml:2:11 'db.seed.enabled' must be a boolean, found an"
        + " integer | write a boolean"
    ),
    (
      "[api]\nschemas = [1]",
      "error bad-setting supabase/config.toml:2:11 'api.schemas' must be an array of strings, found"
        + " an array | write an array of strings"
    ),
    (
      "project_id = true",
      "error bad-setting supabase/config.toml:1:14 'project_id' must be a string, found a boolean"
        + " | write a string"
    ),
    (
      "[remotes.a]\nproject_id = \"short\"",
      "error bad-remote supabase/config.toml:2:14 'short' is no project reference | give each remote"
        + " the 'project_id' of its own project, twenty lower-case letters"
    ),
    (
      "[remotes.a]\nport = 1",
      "error bad-remote supabase/config.toml:1:10 remote 'a' has no 'project_id' | give each remote"
        + " the 'project_id' of its own project, twenty lower-case letters"
    ),
    (
      "[remotes.a]\nproject_id = \"aaaaaaaaaaaaaaaaaaaa\"\n[remotes.b]\n"
        + "project_id = \"aaaaaaaaaaaaaaaaaaaa\"",
      "error bad-remote supabase/config.toml:4:14 remotes 'a' and 'b' are the same project | give"
        + " each remote the 'project_id' of its own project, twenty lower-case letters"
    ),
  ])
  func `that are wrong are told`(_ text: String, _ expected: String) throws {
    #expect(try read(text).diagnostics.map(\.told) == [expected])
  }

  @Test func `that are no TOML are told`() throws {
    let diagnostics = try read("[db\n").diagnostics
    #expect(diagnostics.map(\.severity) == [.error])
    #expect(diagnostics.first?.location?.path == "supabase/config.toml")
    #expect(diagnostics.first?.location?.line == 1)
  }
}

@Suite struct `Seed files` {
  private let items: [Item] = [
    .file("supabase/seed.sql", "select 0"), .file("supabase/seeds/b.sql"),
    .file("supabase/seeds/a.sql"), .file("supabase/seeds/[x].sql"), .file("supabase/seeds/a.txt"),
    .file("supabase/seeds/deep/c.sql"), .file("supabase/seeds/deep/er/d.sql"),
    .file("supabase/seeds/deep/e.txt"), .link("supabase/seeds/deep/l.sql", to: "c.sql"),
  ]

  @Test(arguments: [
    (["./seed.sql"], ["supabase/seed.sql"]),
    (
      ["./seeds/*.sql"], ["supabase/seeds/[x].sql", "supabase/seeds/a.sql", "supabase/seeds/b.sql"]
    ),
    (["seeds/b.sql", "seeds/[ab].sql"], ["supabase/seeds/b.sql", "supabase/seeds/a.sql"]),
    (["seeds/[^a].sql"], ["supabase/seeds/b.sql"]), (["seeds/[b-z].sql"], ["supabase/seeds/b.sql"]),
    (["seeds/\\[x].sql"], ["supabase/seeds/[x].sql"]),
    (["see*/?.sql"], ["supabase/seeds/a.sql", "supabase/seeds/b.sql"]),
    (["*/*/c.*"], ["supabase/seeds/deep/c.sql"]), (["**/d.sql"], []), (["seeds/[a"], []),
    (["seeds/deep"], ["supabase/seeds/deep/c.sql", "supabase/seeds/deep/er/d.sql"]),
    (["gone.sql"], []),
  ])
  func `are found by pattern`(_ patterns: [String], _ expected: [String]) throws {
    let folder = try TemporaryFolder(items)
    let (files, diagnostics) = SeedFile.find(
      patterns, folder: "\(folder.path)/supabase", displayBase: folder.path)
    #expect(files.map(\.path) == expected)
    #expect(
      diagnostics.map(\.told)
        == (expected.isEmpty
          ? [
            "warning no-seed-files supabase/config.toml:1:1 no file matches the seed pattern"
              + " '\(patterns[0])' | create the file, or correct 'sql_paths' in '[db.seed]'"
          ] : []))
  }

  @Test func `carry their checksum`() throws {
    let folder = try TemporaryFolder(items)
    let (files, _) = SeedFile.find(
      ["seed.sql"], folder: "\(folder.path)/supabase", displayBase: "/")
    #expect(files.first?.checksum == SHA256.hex("select 0"))
  }

  @Test func `that are broken are told`() throws {
    let folder = try TemporaryFolder([.bytes("supabase/seed.sql", [0x61, 0xFF])])
    let (files, diagnostics) = SeedFile.find(
      ["seed.sql"], folder: "\(folder.path)/supabase", displayBase: folder.path)
    #expect(files.isEmpty)
    #expect(diagnostics.map { $0.location?.description } == ["supabase/seed.sql:1:2"])
  }
}
