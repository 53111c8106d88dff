internal import Conninfo
internal import Diagnostics
internal import Files
internal import TOMLReading

extension SettingsLoader {
  /// Finds the project: where `migrate.toml` is, or else the tracks, not above the git root.
  mutating func findRoot() {
    let directory = Path.normalized(request.directory)
    var named: Setting<String>?
    if let flag = request.flags.config {
      named = Setting(flag, from: .flag("--config"))
    } else {
      named = processVariable("MIGRATE_CONFIG")
    }
    if let named {
      let path = Path.normalized(Path.join(directory, named.value))
      root = Path.parent(path)
      file = path
      if !FileSystem.isFile(path) {
        report("file-not-found", "'\(named.value)', which \(named.origin) names, is not a file")
        file = nil
      }
      return
    }
    let places = ancestors(of: directory)
    root = directory
    if let place = places.first(where: { FileSystem.isFile(Path.join($0, "migrate.toml")) }) {
      root = place
      file = Path.join(place, "migrate.toml")
    } else if let place = places.first(where: isSupabaseFolder(in:)) {
      root = place
    } else {
      // Twice the same file may be looked at here and later: what is wrong in it is said once.
      var unheard: [Diagnostic] = []
      root = places.first { !alembicConfigs(in: $0, &unheard).isEmpty } ?? places.last ?? directory
    }
  }

  private func ancestors(of directory: String) -> [String] {
    var places = [directory]
    while let place = places.last, place != "/", place != "." {
      if FileSystem.kind(Path.join(place, ".git")) != nil { return places }
      places.append(Path.parent(place))
    }
    // Without git there is no border, and a stranger's folder further up is not the project.
    let markers = ["migrate.toml", "supabase", "alembic.ini", "pyproject.toml"]
    let last = places.lastIndex { place in
      markers.contains { FileSystem.kind(Path.join(place, $0)) != nil }
    }
    return Array(places[...(last ?? 0)])
  }

  private func isSupabaseFolder(in place: String) -> Bool {
    let folder = Path.join(place, "supabase")
    return FileSystem.isFile(Path.join(folder, "config.toml"))
      || FileSystem.isDirectory(Path.join(folder, "migrations"))
  }

  /// The Supabase track: as set, or the folder in the root.
  mutating func supabaseTrack() -> Settings.SupabaseTrack? {
    var track = supabaseFolder()
    track?.isOlderPlatform = boolean(["tracks", "supabase", "older_platform"])?.value ?? false
    return track
  }

  private mutating func supabaseFolder() -> Settings.SupabaseTrack? {
    if boolean(["tracks", "supabase", "enabled"])?.value == false { return nil }
    guard let set = string(["tracks", "supabase", "path"]) else {
      guard isSupabaseFolder(in: root) else { return nil }
      let path = Path.join(root, "supabase")
      return Settings.SupabaseTrack(path: path, origin: .discovered(path: shown(path)))
    }
    let path = Path.normalized(Path.join(root, set.value))
    guard FileSystem.isDirectory(path) else {
      report(
        "file-not-found", "'\(set.value)', which 'tracks.supabase.path' names, is not a folder",
        at: set.origin.location)
      return nil
    }
    return Settings.SupabaseTrack(path: path, origin: set.origin)
  }

  /// The Alembic track: as set, or the one configuration in the root or one level below.
  mutating func alembicTrack() -> Settings.AlembicTrack? {
    if boolean(["tracks", "alembic", "enabled"])?.value == false { return nil }
    guard let config = alembicConfig() else { return nil }
    let section = string(["tracks", "alembic", "name"]) ?? Setting("alembic", from: .builtIn)
    var track = Settings.AlembicTrack(
      config: config.value, section: section, origin: config.origin,
      python: command(["tracks", "alembic"], "python"),
      versionTable: string(["tracks", "alembic", "version_table"]),
      versionTableSchema: string(["tracks", "alembic", "version_table_schema"]))
    track.hasVersionTableKey = boolean(["tracks", "alembic", "version_table_pk"])
    track.isTransactionPerMigration = boolean(["tracks", "alembic", "transaction_per_migration"])
    track.isTransactional = boolean(["tracks", "alembic", "transactional_ddl"])
    track.paramstyle = string(["tracks", "alembic", "paramstyle"])
    track.sqlAlchemy = string(["tracks", "alembic", "sqlalchemy"])
    track.namingConvention = namingConvention()
    return track
  }

  /// The table `naming_convention`: a template for each kind of constraint.
  private mutating func namingConvention() -> Setting<[String: String]>? {
    let path = ["tracks", "alembic", "naming_convention"]
    guard let value = document.entry(path)?.value, let table = value.table else { return nil }
    var templates: [String: String] = [:]
    for entry in table.entries {
      guard ["ix", "uq", "ck", "fk", "pk"].contains(entry.key) else {
        report(
          "invalid-setting", "'\(entry.key)' is no kind of constraint", at: entry.keyLocation,
          hint: "use ix, uq, ck, fk or pk")
        continue
      }
      templates[entry.key] = entry.value.string
    }
    return Setting(
      templates, from: .file(key: path.joined(separator: "."), value.location))
  }

  private mutating func alembicConfig() -> Setting<String>? {
    if let set = string(["tracks", "alembic", "config"]) {
      let path = Path.normalized(Path.join(root, set.value))
      guard FileSystem.isFile(path) else {
        report(
          "file-not-found", "'\(set.value)', which 'tracks.alembic.config' names, is not a file",
          at: set.origin.location)
        return nil
      }
      return Setting(path, from: set.origin)
    }
    var found: [Diagnostic] = []
    var candidates = alembicConfigs(in: root, &found)
    for entry in (try? FileSystem.list(root)) ?? [] where entry.kind == .directory {
      if entry.name.hasPrefix(".") || Self.foreignFolders.contains(entry.name) { continue }
      candidates += alembicConfigs(in: Path.join(root, entry.name), &found)
    }
    diagnostics += found
    guard candidates.count <= 1 else {
      report(
        "several-alembic-configs", "there are \(candidates.count) Alembic configurations",
        hint: "set tracks.alembic.config in migrate.toml to one of them",
        related: candidates.map {
          Diagnostic.Related("'\(shown($0))'", at: SourceLocation(path: shown($0)))
        })
      return nil
    }
    return candidates.first.map { Setting($0, from: .discovered(path: shown($0))) }
  }

  private static let foreignFolders: Set<String> = [
    "node_modules", "site-packages", "vendor", "venv",
  ]

  /// The configuration in a folder: `alembic.ini`, whose keys go before those of `pyproject.toml`.
  private func alembicConfigs(in folder: String, _ diagnostics: inout [Diagnostic]) -> [String] {
    let ini = Path.join(folder, "alembic.ini")
    if FileSystem.isFile(ini) { return [ini] }
    let pyproject = Path.join(folder, "pyproject.toml")
    guard let bytes = try? FileSystem.read(pyproject) else { return [] }
    do {
      let table = try TOMLTable(parsing: SourceFile(path: shown(pyproject), bytes: bytes))
      return table[path: ["tool", "alembic"]]?.table == nil ? [] : [pyproject]
    } catch {
      var warning = error
      warning.severity = .warning
      diagnostics.append(warning)
      return []
    }
  }
}
