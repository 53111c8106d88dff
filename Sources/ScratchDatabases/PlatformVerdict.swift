package import Diagnostics
package import Postgres
import SupabaseBaseline

/// Whose fault it is that a statement failed on a local database: the statement's, which the platform
/// would refuse as well, or that of something that stands in for the platform.
package struct PlatformVerdict: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// The platform would fail here too.
    case platformFailsToo
    /// The platform has it, and nothing of ours stands in for it, or not for this part.
    case standInIsMissing
    /// It depends on what the stand-in leaves out, and cannot be told.
    case standInMayBeMissing
    /// The project's own release of PostgreSQL is newer than this server, and may know it.
    case serverIsOlder
  }

  package let kind: Kind
  package let words: String

  /// `release` is the server's, `projectRelease` what the project's settings name.
  package init(
    _ error: PostgresError, standIns: [String], isOlderPlatform: Bool, release: Int = 0,
    projectRelease: Int? = nil
  ) {
    let judged = Self.judge(error, standIns, isOlderPlatform)
    if judged.0 == .platformFailsToo, let projectRelease, projectRelease > release,
      Self.mayBeNewer(error, than: release, upTo: projectRelease)
    {
      (kind, words) = (
        .serverIsOlder,
        "the platform may not fail here: the project is for PostgreSQL \(projectRelease), and this server is \(release); MIGRATE_PG_BIN names the programs of another one"
      )
    } else {
      (kind, words) = judged
    }
  }

  /// Whether it is about something that releases behind the server's have.
  private static func mayBeNewer(
    _ error: PostgresError, than release: Int, upTo projectRelease: Int
  ) -> Bool {
    switch error.sqlState {
    case "42601": true
    case "42704", "22023", "0A000": error.message.contains("unrecognized")
    case "42883":
      newFunctions.contains { version, names in
        version > release && version <= projectRelease
          && names.contains { error.message.contains("function \($0)(") }
      }
    default: false
    }
  }

  /// Functions by the release that brought them.
  ///
  /// Source: the release notes of PostgreSQL 16 to 18.
  private static let newFunctions: [(Int, [String])] = [
    (
      16,
      [
        "any_value", "array_sample", "array_shuffle", "date_add", "date_subtract", "erf", "erfc",
        "pg_input_error_info", "pg_input_is_valid", "random_normal",
      ]
    ),
    (
      17,
      [
        "json_scalar", "json_serialize", "to_bin", "to_oct", "unicode_assigned",
        "uuid_extract_timestamp", "uuid_extract_version", "xmltext", "random",
      ]
    ),
    (
      18,
      [
        "array_reverse", "array_sort", "casefold", "crc32", "crc32c", "gamma", "lgamma", "uuidv4",
        "uuidv7",
      ]
    ),
  ]

  /// What is not there, is not understood, or takes no such option.
  private static let unknownThings: Set = [
    "42601", "42704", "42883", "42703", "42P01", "22023", "0A000",
  ]

  private static func judge(
    _ error: PostgresError, _ standIns: [String], _ isOlderPlatform: Bool
  ) -> (Kind, String) {
    if let name = Self.unavailableExtension(error),
      !name.contains("-") || ExtensionStandIn.offered.contains(name)
    {
      return ExtensionStandIn.offered.contains(name)
        ? (
          .standInIsMissing,
          "a stand-in is missing: the platform has the extension '\(name)', and this server has neither it nor a stand-in"
        ) : (.platformFailsToo, "the platform has no extension '\(name)' either")
    }
    if let name = Self.unavailablePackage(error) {
      return (
        .standInIsMissing,
        "a stand-in is missing: no package of database.dev is fetched for '\(name)'"
      )
    }
    if error.message.contains("stand-in of the extension")
      || error.message.contains("of type fdw_handler")
      || error.message.hasPrefix("security label provider")
    {
      return (
        .standInIsMissing, "a stand-in is missing: what stands in for the extension cannot do this"
      )
    }
    if let language = Self.missingLanguage(error) {
      return (
        .standInIsMissing,
        "a stand-in is missing: the platform has the language '\(language)', and this server has not"
      )
    }
    if error.message.hasPrefix("Direct deletion from storage tables") {
      return (
        .platformFailsToo,
        "the platform would fail here too: its storage guards its rows; where that is meant, run select set_config('storage.allow_delete_query', 'true', true) before"
      )
    }
    if error.sqlState == "42501" {
      let isService =
        ["auth", "storage", "realtime"].contains { schema in
          error.message.contains("schema \(schema)") || error.message.contains("\(schema).")
        }
        || ["objects", "buckets", "users", "messages"].contains {
          error.message.hasSuffix("table \($0)") || error.message.hasSuffix("relation \($0)")
        }
      guard isService, !isOlderPlatform else {
        return (
          .platformFailsToo, "the platform would fail here too: 'postgres' is no superuser there"
        )
      }
      return (
        .platformFailsToo,
        "the platform would fail here too: since April 2025 its services' schemas are closed to 'postgres'; for an older project set 'older_platform = true' in [tracks.supabase]"
      )
    }
    let involved = standIns.filter { name in
      Self.words(of: name).contains { error.message.contains($0) }
        || (error.internalQuery.map { query in Self.words(of: name).contains { query.contains($0) }
        } ?? false)
    }
    if unknownThings.contains(error.sqlState ?? ""), let name = involved.first {
      return (
        .standInMayBeMissing,
        "a stand-in is missing, perhaps: here something of ours stands in for the extension '\(name)'"
      )
    }
    return (.platformFailsToo, "the platform would fail here too, as far as can be told")
  }

  /// Words by which messages show that an extension is involved.
  private static func words(of name: String) -> [String] {
    switch name {
    case "vector": ["vector", "halfvec", "sparsevec", "hnsw", "ivfflat", "\"lists\"", "\"m\""]
    case "pg_cron": ["cron."]
    case "pg_net": ["net."]
    case "supabase_vault": ["vault."]
    case "pg_graphql": ["graphql."]
    case "http": ["http"]
    case "postgis": ["geometry", "geography", "st_", "postgis"]
    default: ["\(name)."]
    }
  }

  /// Packages are named after who publishes them: `somebody-package`.
  private static func unavailablePackage(_ error: PostgresError) -> String? {
    unavailableExtension(error).flatMap { $0.contains("-") ? $0 : nil }
  }

  private static func missingLanguage(_ error: PostgresError) -> String? {
    ["plv8", "plcoffee", "plls", "plrust", "pljava"].first {
      error.message == "language \"\($0)\" does not exist"
    }
  }

  private static func unavailableExtension(_ error: PostgresError) -> String? {
    for ending in ["\" is not available", "\" has no installation script"] {
      guard let end = error.message.firstRange(of: ending),
        let start = error.message.firstRange(of: "extension \"")
      else { continue }
      return String(error.message[start.upperBound..<end.lowerBound])
    }
    return nil
  }

  /// As it stands beside the failure.
  package var related: Diagnostic.Related { Diagnostic.Related(words) }
}
