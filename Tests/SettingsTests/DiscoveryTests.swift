import Diagnostics
import Files
import Settings
import Testing

@Suite struct DiscoveryTests {
  private let pyproject = "[project]\nname = 'x'\n[tool.alembic]\nscript_location = 'db'\n"

  @Test func `both tracks are found without any settings`() throws {
    let project = try Project(["supabase/migrations/": "", "backend/alembic.ini": "[alembic]"])
    let (loaded, diagnostics) = project.load()
    let settings = try #require(loaded)
    #expect(diagnostics.isEmpty)
    #expect(settings.root == project.path)
    #expect(settings.file == nil)
    #expect(settings.supabase?.path == project.path + "/supabase")
    #expect(settings.alembic?.config == project.path + "/backend/alembic.ini")
    #expect(settings.alembic?.origin == .discovered(path: "backend/alembic.ini"))
    #expect(settings.alembic?.section.value == "alembic")
    #expect(settings.target == .embedded)
    #expect(settings.environment.name == "local")
  }

  @Test(arguments: [".", "supabase", "supabase/migrations", "backend", "backend/app"])
  func `the project is the same from each of its folders`(folder: String) throws {
    let project = try Project([
      "supabase/migrations/": "", "backend/alembic.ini": "[alembic]", "backend/app/": "",
    ])
    #expect(project.load(from: folder).settings?.root == project.path)
  }

  @Test func `migrate.toml goes before tracks that are nearer`() throws {
    let project = try Project(["migrate.toml": "", "app/supabase/migrations/": ""])
    let (_, diagnostics) = project.load(from: "app")
    #expect(diagnostics.summary == ["no-tracks"])
    #expect(diagnostics.first?.message.contains("'\(project.path)'") == true)
  }

  @Test func `nothing above the git root is looked at`() throws {
    let project = try Project(["migrate.toml": "", "inner/.git/": "", "inner/alembic.ini": ""])
    #expect(project.load(from: "inner").settings?.root == project.path + "/inner")
  }

  @Test func `a worktree, whose git is a file, ends the search too`() throws {
    let project = try Project(["migrate.toml": "", "w/.git": "gitdir: x", "w/alembic.ini": ""])
    #expect(project.load(from: "w").settings?.root == project.path + "/w")
  }

  @Test func `a pyproject counts when it has a section for Alembic`() throws {
    let project = try Project(["a/pyproject.toml": "[project]\n", "b/pyproject.toml": pyproject])
    let settings = try #require(project.load().settings)
    #expect(settings.alembic?.config == project.path + "/b/pyproject.toml")
    #expect(settings.alembic?.isPyproject == true)
  }

  @Test func `an ini beside a pyproject is one configuration`() throws {
    let project = try Project(["alembic.ini": "", "pyproject.toml": pyproject])
    #expect(project.load().settings?.alembic?.config == project.path + "/alembic.ini")
  }

  @Test func `a pyproject that cannot be read is named`() throws {
    let project = try Project(["supabase/migrations/": "", "pyproject.toml": "a = = 1"])
    let (settings, diagnostics) = project.load()
    #expect(settings?.supabase != nil)
    #expect(diagnostics.summary == ["pyproject.toml:1:5 invalid-toml"])
    #expect(diagnostics.first?.severity == .warning)
  }

  @Test func `several configurations are an error that names them`() throws {
    let project = try Project(["a/alembic.ini": "", "b/alembic.ini": "", ".venv/alembic.ini": ""])
    let (settings, diagnostics) = project.load()
    #expect(settings == nil)
    #expect(diagnostics.summary.contains("several-alembic-configs"))
    let error = diagnostics.first { $0.code == "several-alembic-configs" }
    #expect(error?.related.map(\.message) == ["'a/alembic.ini'", "'b/alembic.ini'"])
    #expect(error?.hint?.contains("tracks.alembic.config") == true)
  }

  @Test func `paths that are set are relative to migrate.toml`() throws {
    let project = try Project([
      "conf/migrate.toml": """
      [tracks.supabase]
      path = "../db/supa"
      [tracks.alembic]
      config = "../b/alembic.ini"
      name = "tenant"
      python = ["uv", "run", "python"]
      version_table = "v"
      version_table_schema = "s"
      """, "db/supa/": "", "a/alembic.ini": "", "b/alembic.ini": "",
    ])
    let (loaded, diagnostics) = project.load(flags: SettingsFlags(config: "conf/migrate.toml"))
    let settings = try #require(loaded, "\(diagnostics)")
    #expect(settings.root == project.path + "/conf")
    #expect(settings.supabase?.path == project.path + "/db/supa")
    #expect(settings.alembic?.config == project.path + "/b/alembic.ini")
    #expect(settings.alembic?.section.value == "tenant")
    #expect(settings.alembic?.python?.value == ["uv", "run", "python"])
    #expect(settings.alembic?.versionTable?.value == "v")
    #expect(settings.alembic?.versionTableSchema?.value == "s")
    #expect(
      settings.alembic?.python?.origin.description == "tracks.alembic.python in migrate.toml:6:10")
  }

  @Test func `what is named and not there is an error where it is named`() throws {
    let project = try Project.with(
      "[tracks.supabase]\npath = 'no'\n[tracks.alembic]\nconfig = 'none.ini'\n")
    #expect(
      project.load().diagnostics.summary.prefix(2) == [
        "migrate.toml:2:8 file-not-found", "migrate.toml:4:10 file-not-found",
      ])
    let missing = project.load(["MIGRATE_CONFIG": "other.toml"])
    #expect(missing.diagnostics.first?.code == "file-not-found")
    #expect(missing.settings == nil)
  }

  @Test func `a track can be switched off`() throws {
    let project = try Project.with(
      "[tracks.alembic]\nenabled = false\n", ["a/alembic.ini": "", "b/alembic.ini": ""])
    let settings = try #require(project.load().settings)
    #expect(settings.alembic == nil)
    #expect(settings.supabase != nil)
  }
}
