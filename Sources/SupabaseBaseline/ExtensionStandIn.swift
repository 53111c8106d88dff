import Digests

/// An extension of ours under the name of one that the server does not have.
///
/// It has the objects that migrations name, and says in its comment what it does not do.
package struct ExtensionStandIn: Sendable, Hashable {
  package let name: String
  package let version: String
  /// The only schema that it can be in; nil where whoever creates it chooses.
  let schema: String?
  let requires: String?
  let isRelocatable: Bool
  /// What it stands in for, and what not.
  package let scope: String
  package let script: String

  /// Begins the comment of each stand-in, in `pg_available_extensions` and in `pg_description`.
  package static let commentPrefix = "stand-in of migrate: "

  /// The text of its `.control` file.
  package var control: String {
    var lines = [
      "comment = '\(Self.commentPrefix)\(scope)'", "default_version = '\(version)'",
      "relocatable = \(isRelocatable)", "trusted = true",
    ]
    if let schema { lines.append("schema = '\(schema)'") }
    if let requires { lines.append("requires = '\(requires)'") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads the comment lines that a script begins with; a long one comes in several files.
  private init(name: String, parts: [[UInt8]]) {
    self.name = name
    self.script = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    var words: [String: String] = [:]
    for line in self.script.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("-- ") else { break }
      let text = line.dropFirst(3)
      if text.hasPrefix("stands in for: ") {
        words["scope"] = String(text.dropFirst("stands in for: ".count))
      } else {
        let parts = text.split(separator: " ", maxSplits: 1)
        words[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
      }
    }
    version = words["version"] ?? "1.0"
    schema = words["schema"]
    requires = words["requires"]
    isRelocatable = words["relocatable"] != nil
    scope = words["scope"] ?? ""
  }

  package static let all: [ExtensionStandIn] =
    [
      ExtensionStandIn(
        name: "postgis",
        parts: [
          PackageResources.postgis_sql, PackageResources.postgis_functions_sql,
          PackageResources.postgis_measures_sql, PackageResources.postgis_operators_sql,
          PackageResources.postgis_signatures_sql,
        ])
    ] + short

  private static let short: [ExtensionStandIn] = [
    ("basejump-supabase_test_helpers", PackageResources.test_helpers_sql),
    ("supabase-dbdev", PackageResources.dbdev_sql),
    ("http", PackageResources.http_sql), ("hypopg", PackageResources.hypopg_sql),
    ("index_advisor", PackageResources.index_advisor_sql),
    ("pg_cron", PackageResources.pg_cron_sql), ("pg_graphql", PackageResources.pg_graphql_sql),
    ("pg_hashids", PackageResources.pg_hashids_sql),
    ("pg_jsonschema", PackageResources.pg_jsonschema_sql),
    ("pg_net", PackageResources.pg_net_sql), ("pgaudit", PackageResources.pgaudit_sql),
    ("pg_tle", PackageResources.pg_tle_sql), ("pgjwt", PackageResources.pgjwt_sql),
    ("pgmq", PackageResources.pgmq_sql), ("pgroonga", PackageResources.pgroonga_sql),
    ("pgsodium", PackageResources.pgsodium_sql),
    ("plpgsql_check", PackageResources.plpgsql_check_sql),
    ("supabase_vault", PackageResources.supabase_vault_sql),
    ("pgtap", PackageResources.pgtap_sql), ("vector", PackageResources.vector_sql),
    ("wrappers", PackageResources.wrappers_sql),
  ].map { ExtensionStandIn(name: $0, parts: [$1]) }

  /// Differs as soon as one of them does.
  package static let digest = SHA256.hex(
    all.map { "\($0.name)\n\($0.control)\n\($0.script)" }.joined(separator: "\u{0}"))

  /// Names that the platform offers to `postgres`, who is no superuser there.
  ///
  /// Source: the extensions page of Supabase's documentation, and supautils' privileged extensions; the
  /// last two are packages of database.dev.
  package static let offered = Set(
    """
    address_standardizer address_standardizer_data_us amcheck autoinc bloom btree_gin btree_gist
    citext cube dblink dict_int dict_xsyn earthdistance fuzzystrmatch hstore http hypopg
    index_advisor insert_username intarray isn lo ltree moddatetime pg_buffercache pg_cron
    pg_graphql pg_hashids pg_jsonschema pg_net pg_partman pg_prewarm pg_repack pg_stat_monitor
    pg_stat_statements pg_tle pg_trgm pg_walinspect pgaudit pgcrypto pgjwt pgmq pgroonga
    pgroonga_database pgrouting pgrowlocks pgsodium pgstattuple pgtap plcoffee pljava plls
    plpgsql plpgsql_check plv8 postgis postgis_raster postgis_sfcgal postgis_tiger_geocoder
    postgis_topology postgres_fdw refint rum seg sslinfo supabase_vault tablefunc tcn
    timescaledb tsm_system_rows tsm_system_time unaccent uuid-ossp vector wrappers xml2
    supabase-dbdev basejump-supabase_test_helpers
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
