package import Diagnostics
import Files
import TOMLReading

/// What `supabase/config.toml` says that matters to migrations, with the CLI's defaults.
package struct SupabaseConfiguration: Sendable, Hashable {
  package var projectID: String?
  /// The project that `supabase link` chose: twenty lower-case letters.
  package var linkedProject: String?
  /// The `[remotes.<name>]` whose settings were laid over the others.
  package var remote: String?
  /// `db.major_version`: the PostgreSQL that the project runs on.
  package var majorVersion: Int?
  package var port = 54322
  package var areMigrationsEnabled = true
  package var schemaPaths: [String] = []
  package var isSeedEnabled = true
  package var seedPaths = ["./seed.sql"]
  package var apiSchemas = ["public", "graphql_public"]
  package var apiSearchPath = ["public", "extensions"]
  /// Whether API roles get rights on new tables; nil leaves it to the age of the project.
  package var exposesNewTables: Bool?
  /// The entries of `db.vault`; `env(NAME)` stays where the variable is not set.
  package var vault: [VaultEntry] = []

  /// A secret of the project's vault.
  package struct VaultEntry: Sendable, Hashable {
    package let name: String
    package let value: String
  }

  package init() {}

  /// Reads `<folder>/config.toml`; without one, the defaults hold.
  ///
  /// `project` is the reference of the project that is worked on, by which a remote is chosen; the
  /// linked one unless given. `variables` are those of the process and its `.env` files.
  package static func read(
    folder: String, displayBase: String, variables: [String: String] = [:], project: String? = nil
  ) -> (configuration: SupabaseConfiguration, diagnostics: [Diagnostic]) {
    var result = SupabaseConfiguration()
    let reference = try? FileSystem.readRegular(Path.join(folder, ".temp/project-ref"))
    result.linkedProject = reference.map { String(decoding: $0, as: UTF8.self).trimmed }
    let path = Path.join(folder, "config.toml")
    let shown = Path.shown(path, from: displayBase)
    let file: SourceFile
    do throws(FileError) {
      file = SourceFile(path: shown, bytes: try FileSystem.readRegular(path))
    } catch {
      return (
        result, [error.isNotFound ? .noConfiguration(shown) : .unreadable(error, shownAs: shown)]
      )
    }
    let faults = TextChecks.faults(in: file)
    guard faults.isEmpty else { return (result, faults) }
    do throws(Diagnostic) {
      var reader = SupabaseConfigurationReader(
        table: try TOMLTable(parsing: file), variables: variables)
      reader.fill(&result, project: project ?? result.linkedProject)
      return (result, reader.diagnostics)
    } catch {
      return (result, [error])
    }
  }
}

/// Looks up one setting after the other: in the variables, in the remote, in the file.
private struct SupabaseConfigurationReader {
  private(set) var diagnostics: [Diagnostic] = []
  private let table: TOMLTable
  private let variables: [String: String]
  private var remote: TOMLTable?

  init(table: TOMLTable, variables: [String: String]) {
    self.table = table
    self.variables = variables
  }

  mutating func fill(_ result: inout SupabaseConfiguration, project: String?) {
    result.remote = chooseRemote(project)
    result.projectID = text(["project_id"])
    result.majorVersion = integer(["db", "major_version"])
    if let port = integer(["db", "port"]) { result.port = port }
    if let isOn = flag(["db", "migrations", "enabled"]) { result.areMigrationsEnabled = isOn }
    if let paths = list(["db", "migrations", "schema_paths"]) { result.schemaPaths = paths }
    // A remote database is never seeded by a setting that was meant for the local one.
    let seeds = ["db", "seed", "enabled"]
    if remote != nil && remote?[path: seeds] == nil {
      result.isSeedEnabled = false
    } else if let isOn = flag(seeds) {
      result.isSeedEnabled = isOn
    }
    if let paths = list(["db", "seed", "sql_paths"]) { result.seedPaths = paths }
    if let schemas = list(["api", "schemas"]) { result.apiSchemas = schemas }
    if let schemas = list(["api", "extra_search_path"]) { result.apiSearchPath = schemas }
    result.exposesNewTables = flag(["api", "auto_expose_new_tables"])
    let entries = find(["db", "vault"])?.table?.entries ?? []
    result.vault = entries.compactMap { entry in
      text(["db", "vault", entry.key]).map { .init(name: entry.key, value: $0) }
    }
  }

  /// Finds the remote of a project, and checks the references of all.
  private mutating func chooseRemote(_ project: String?) -> String? {
    var seen: [String: String] = [:]
    var chosen: String?
    for entry in table["remotes"]?.table?.entries ?? [] {
      guard let value = entry.value.table?["project_id"], let text = value.string else {
        diagnostics.append(
          .badRemote("remote '\(entry.key)' has no 'project_id'", at: entry.keyLocation))
        continue
      }
      let reference = filled(text)
      if reference.utf8.count != 20 || !reference.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) {
        diagnostics.append(
          .badRemote("'\(reference)' is no project reference", at: value.location))
      } else if let other = seen[reference] {
        diagnostics.append(
          .badRemote(
            "remotes '\(other)' and '\(entry.key)' are the same project", at: value.location))
      } else if reference == project {
        chosen = entry.key
        remote = entry.value.table
      }
      seen[reference] = entry.key
    }
    return chosen
  }

  private func variable(_ path: [String]) -> String? {
    let value = variables["SUPABASE_" + path.joined(separator: "_").uppercased()]
    return value?.isEmpty == false ? value : nil
  }

  private func find(_ path: [String]) -> TOMLValue? { remote?[path: path] ?? table[path: path] }

  /// A text; `env(NAME)` stands for a variable, if that is set.
  private func filled(_ text: String) -> String {
    guard text.hasPrefix("env("), text.hasSuffix(")"),
      let value = variables[String(text.dropFirst(4).dropLast())], !value.isEmpty
    else { return text }
    return value
  }

  private mutating func text(_ path: [String]) -> String? {
    if let value = variable(path) { return value }
    guard let value = find(path) else { return nil }
    guard let text = value.string else { return refuse(path, value, wanted: "a string") }
    return filled(text)
  }

  private mutating func integer(_ path: [String]) -> Int? {
    if let value = variable(path).flatMap({ Int($0) }) { return value }
    guard let value = find(path) else { return nil }
    let number = value.integer.map { Int($0) } ?? value.string.flatMap { Int(filled($0)) }
    return number ?? refuse(path, value, wanted: "an integer")
  }

  private mutating func flag(_ path: [String]) -> Bool? {
    if let value = variable(path).flatMap({ Bool($0) }) { return value }
    guard let value = find(path) else { return nil }
    let flag = value.boolean ?? value.string.flatMap { Bool(filled($0)) }
    return flag ?? refuse(path, value, wanted: "a boolean")
  }

  private mutating func list(_ path: [String]) -> [String]? {
    if let value = variable(path) { return value.split(separator: ",").map(String.init) }
    guard let value = find(path) else { return nil }
    guard let texts = value.strings else {
      return refuse(path, value, wanted: "an array of strings")
    }
    return texts.map(filled)
  }

  private mutating func refuse<Value>(
    _ path: [String], _ value: TOMLValue, wanted: String
  ) -> Value? {
    diagnostics.append(
      Diagnostic(
        .error, "bad-setting",
        "'\(path.joined(separator: "."))' must be \(wanted), found \(value.kindName)",
        at: value.location, hint: "write \(wanted)"))
    return nil
  }
}

extension Diagnostic {
  fileprivate static func noConfiguration(_ path: String) -> Self {
    Diagnostic(
      .note, "no-supabase-config", "there is no '\(path)'; the defaults of the CLI hold",
      at: SourceLocation(path: path), hint: "'supabase init' writes one")
  }

  fileprivate static func badRemote(_ message: String, at place: SourceLocation) -> Self {
    Diagnostic(
      .error, "bad-remote", message, at: place,
      hint: "give each remote the 'project_id' of its own project, twenty lower-case letters")
  }
}
