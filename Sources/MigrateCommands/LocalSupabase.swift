import Diagnostics
import Files
import Ledgers
import Migrating
import Projects
import Revisions
import ScratchDatabases
import Settings
import SupabaseBaseline
import Tracks

/// What a Supabase folder says about a local database beside its revisions.
struct LocalSupabase {
  var seeds: [SeedFile] = []
  var secrets: [VaultSecret] = []
  var roles: SourceFile?
  /// The release of PostgreSQL that the project is for.
  var release: Int?
  var diagnostics: [Diagnostic] = []
}

extension Settings {
  /// What is there before the first revision of a local database; nil without a Supabase folder.
  var baseline: SupabaseBaseline? {
    guard let supabase else { return nil }
    let configuration = SupabaseConfiguration.read(
      folder: supabase.path, displayBase: root, project: ""
    ).configuration
    return SupabaseBaseline(
      isOlderPlatform: supabase.isOlderPlatform,
      closesTables: configuration.exposesNewTables == false, release: configuration.majorVersion)
  }

  /// Reads seeds, vault and roles; a remote's settings are not meant for a local database.
  func localSupabase(_ variables: [String: String]) -> LocalSupabase {
    var result = LocalSupabase()
    guard let supabase else { return result }
    let variables = variables.merging(Self.dotenv(supabase.path, root, variables)) { own, _ in own }
    let (configuration, diagnostics) = SupabaseConfiguration.read(
      folder: supabase.path, displayBase: root, variables: variables, project: "")
    result.diagnostics = diagnostics.filter { $0.code != "no-supabase-config" }
    result.release = configuration.majorVersion
    if configuration.isSeedEnabled {
      let found = SeedFile.find(
        configuration.seedPaths, folder: supabase.path, displayBase: root)
      result.seeds = found.files
      // The default names a file that many projects do not have.
      let isDefault = configuration.seedPaths == SupabaseConfiguration().seedPaths
      result.diagnostics += found.diagnostics.filter { !isDefault || $0.code != "no-seed-files" }
    }
    for secret in configuration.vault {
      if secret.value.hasPrefix("env("), secret.value.hasSuffix(")") {
        result.diagnostics.append(
          Diagnostic(
            .warning, "missing-vault-variable",
            "the vault's entry '\(secret.name)' is left out: \(secret.value) is not set",
            at: SourceLocation(
              path: Path.relative(Path.join(supabase.path, "config.toml"), to: root)),
            hint: "set the variable, in the environment or in supabase/.env"))
      } else {
        result.secrets.append(VaultSecret(name: secret.name, value: secret.value))
      }
    }
    let roles = Path.join(supabase.path, "roles.sql")
    if let bytes = try? FileSystem.read(roles) {
      result.roles = SourceFile(path: Path.relative(roles, to: root), bytes: bytes)
    }
    return result
  }

  /// Variables of the files that the CLI reads, the first definition winning.
  private static func dotenv(
    _ folder: String, _ root: String, _ variables: [String: String]
  ) -> [String: String] {
    let environment = variables["SUPABASE_ENV"].flatMap { $0.isEmpty ? nil : $0 } ?? "development"
    var names = [".env.\(environment).local", ".env.local", ".env.\(environment)", ".env"]
    if environment == "test" { names.remove(at: 1) }
    var result: [String: String] = [:]
    for folder in folder == root ? [folder] : [folder, root] {
      for name in names {
        guard let bytes = try? FileSystem.read(Path.join(folder, name)) else { continue }
        let read = result
        let file = DotEnv(parsing: SourceFile(path: name, bytes: bytes)) {
          variables[$0] ?? read[$0]
        }
        result.merge(file.variables.mapValues(\.value)) { first, _ in first }
      }
    }
    return result
  }

  /// Bytes that templates may take together.
  var templateLimit: Int { ScratchDatabases.defaultLimit }
}

extension Run {
  /// How the project's revisions, and what its Supabase folder says, make a database anew; without seeds.
  func replay(
    _ supabase: LocalSupabase, sink: any EventSink, plan: @escaping (LedgerState) -> Plan
  ) -> ScratchReplay {
    var replay = ScratchReplay(
      baseline: settings.baseline, store: settings.ledgerStore(project.alembicSettings),
      options: options, plan: plan, record: { record(of: $0) }, sink: sink)
    replay.roles = supabase.roles
    replay.secrets = supabase.secrets
    replay.projectRelease = supabase.release
    replay.live = { words in { request throws(LiveFailure) in try live(request, on: words) } }
    return replay
  }
}
