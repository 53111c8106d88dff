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
  }

  package let kind: Kind
  package let words: String

  package init(_ error: PostgresError, standIns: [String], isOlderPlatform: Bool) {
    (kind, words) = Self.judge(error, standIns, isOlderPlatform)
  }

  private static func judge(
    _ error: PostgresError, _ standIns: [String], _ isOlderPlatform: Bool
  ) -> (Kind, String) {
    if let name = Self.unavailableExtension(error) {
      return ExtensionStandIn.offered.contains(name)
        ? (
          .standInIsMissing,
          "a stand-in is missing: the platform has the extension '\(name)', and this server has neither it nor a stand-in"
        ) : (.platformFailsToo, "the platform has no extension '\(name)' either")
    }
    if error.message.contains("stand-in of the extension") {
      return (
        .standInIsMissing, "a stand-in is missing: what stands in for the extension cannot do this"
      )
    }
    if error.sqlState == "42501" {
      let isService =
        ["auth", "storage", "realtime"].contains { schema in
          error.message.contains("schema \(schema)") || error.message.contains("\(schema).")
        }
        || ["objects", "buckets", "users", "messages"].contains {
          error.message.hasSuffix(" \($0)")
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
    // What is not there, or takes no such option: 42704, 42883, 42703, 42P01, 22023, 0A000.
    let lacks: Set = ["42704", "42883", "42703", "42P01", "22023", "0A000"]
    let involved = standIns.filter { name in
      Self.words(of: name).contains { error.message.contains($0) }
        || (error.internalQuery.map { query in Self.words(of: name).contains { query.contains($0) }
        } ?? false)
    }
    if lacks.contains(error.sqlState ?? ""), let name = involved.first {
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
    default: ["\(name)."]
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
