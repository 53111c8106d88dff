import Diagnostics
import Testing
import Tracks

@Suite struct `The settings of Alembic` {
  private func read(_ one: ConfigurationCase) throws -> (track: AlembicTrack, root: String) {
    let folder = try TemporaryFolder(one.items)
    let track = AlembicTrack.read(
      configuration: "\(folder.path)/\(one.configuration)", section: one.section,
      workingDirectory: folder.path, displayBase: folder.path)
    return (track, folder.path)
  }

  @Test(arguments: ConfigurationCase.all)
  func `lead to the folders of revisions`(_ one: ConfigurationCase) throws {
    let (track, root) = try read(one)
    let told = track.diagnostics.filter { $0.code != "no-revisions" }.map(\.told)
    #expect(told == one.expected)
    #expect((track.settings?.versionLocations ?? []) == one.folders.map { "\(root)/\($0)" })
  }

  @Test(arguments: [("true", true), ("True", false), ("yes", false), ("false", false)])
  func `a folder is gone down into only for 'true'`(_ text: String, _ expected: Bool) throws {
    let (track, _) = try read(
      ConfigurationCase(
        name: "",
        items: [
          .file(
            "alembic.ini",
            "[alembic]\nscript_location = db\nrecursive_version_locations = \(text)\n"),
          .folder("db"),
        ]))
    #expect(track.settings?.isRecursive == expected)
  }

  @Test func `say how new files are named`() throws {
    let (track, _) = try read(
      ConfigurationCase(
        name: "",
        items: [
          .file(
            "alembic.ini",
            "[alembic]\nscript_location = db\nfile_template = %%(year)d_%%(rev)s\ntimezone = UTC\n"
              + "truncate_slug_length = 60\n"), .folder("db"),
        ]))
    let settings = try #require(track.settings)
    #expect(settings.fileTemplate == "%(year)d_%(rev)s")
    #expect(settings.timezone == "UTC")
    #expect(settings.truncateSlugLength == 60)
  }

  @Test(arguments: [
    ("", EnvironmentScript(), []),
    (
      """
      TABLE = "versions"
      def run_migrations_offline():
          context.configure(url=url, version_table=TABLE, version_table_schema="app")
      def run_migrations_online():
          with connectable.connect() as connection:
              context.configure(connection=connection, version_table=TABLE,
                  version_table_schema="app", transaction_per_migration=True)
      """,
      EnvironmentScript(
        versionTable: "versions", versionTableSchema: "app", isTransactionPerMigration: true), []
    ),
    (
      "async def go():\n  if a:\n    await c.run_sync(lambda x: alembic.context.configure(x,"
        + " version_table='v'))",
      EnvironmentScript(versionTable: "v"), []
    ),
    (
      "context.configure(version_table='a')\ncontext.configure(version_table='b')",
      EnvironmentScript(unreadKeywords: ["version_table"]),
      ["2:33 the calls of 'context.configure' disagree about 'version_table'"]
    ),
    (
      "context.configure(version_table_schema=settings.schema, version_table_schema_x=1)",
      EnvironmentScript(unreadKeywords: ["version_table_schema"]),
      ["1:40 'version_table_schema' in 'env.py' cannot be read without running Python"]
    ),
    (
      "context.configure(**options)",
      EnvironmentScript(unreadKeywords: ["version_table_schema"]),
      ["1:21 'env.py' gives 'context.configure' keywords that are not written out"]
    ),
    ("op.configure(version_table='x')", EnvironmentScript(), []),
  ])
  func `include the keywords of env.py`(
    _ text: String, _ expected: EnvironmentScript, _ told: [String]
  ) throws {
    let (track, _) = try read(
      ConfigurationCase(
        name: "",
        items: [
          .file("alembic.ini", "[alembic]\nscript_location = db\n"), .file("db/env.py", text),
        ]))
    #expect(track.settings?.environment == expected)
    let notes = track.diagnostics.filter { $0.code == "environment-not-literal" }
    #expect(
      notes.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)" } == told)
    #expect(notes.allSatisfy { $0.severity == .note && $0.hint != nil })
  }

  @Test func `are found in a project and right below it`() throws {
    let folder = try TemporaryFolder([
      .file("backend/alembic.ini", "[alembic]\n"), .file(".hidden/alembic.ini", "[alembic]\n"),
      .file("api/pyproject.toml", "[tool.alembic]\n"), .file("pyproject.toml", "[tool.ruff]\n"),
      .file("supabase/alembic.ini", "[alembic]\n"),
    ])
    #expect(
      AlembicTrack.configurations(below: folder.path)
        == ["\(folder.path)/api/pyproject.toml", "\(folder.path)/backend/alembic.ini"])
  }
}
