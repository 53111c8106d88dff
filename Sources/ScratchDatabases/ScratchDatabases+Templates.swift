import Digests
import Glibc
import Postgres

// The templates: found, finished, evicted.
extension ScratchDatabases {
  /// All templates that are complete.
  mutating func templates() throws(ScratchFailure) -> [Template] {
    try ask(
      """
      SELECT shobj_description(oid, 'pg_database'), datname FROM pg_catalog.pg_database
      WHERE starts_with(datname, \(Template.prefix)) AND datistemplate
      """, doing: "look for templates"
    ).compactMap { row in
      guard let template = row[0].flatMap({ Template(text: $0) }), template.name == row.text(1)
      else { return nil }
      return template
    }
  }

  /// Everything about the server that could change what a replay gives.
  mutating func serverKey() throws(ScratchFailure) -> String {
    // What the roles of a server of ours are set to is put back before each replay.
    let sources =
      host.ownsRoles
      ? ["configuration file", "command line", "environment variable", "global"]
      : [
        "configuration file", "command line", "environment variable", "global", "user", "database",
        "database user",
      ]
    var reader: Connection
    do { reader = try host.connect(to: maintenanceDatabase) } catch { throw .connection(error) }
    do {
      let rows = try reader.query(
        """
        SELECT version(), current_user::text,
          (SELECT encoding || ' ' || datcollate || ' ' || datctype FROM pg_catalog.pg_database
            WHERE datname = 'template0'),
          (SELECT string_agg(name || '=' || coalesce(setting, ''), E'\\n' ORDER BY name)
            FROM pg_catalog.pg_settings WHERE source = ANY (\(sources)::text[])
              AND name <> ALL (ARRAY['application_name', 'client_encoding', 'port',
                'unix_socket_directories', 'data_directory', 'config_file', 'hba_file',
                'ident_file', 'external_pid_file', 'log_filename', 'cluster_name'])),
          (SELECT string_agg(name || ' ' || coalesce(default_version, '') || ' '
              || coalesce(comment, ''), E'\\n' ORDER BY name)
            FROM pg_catalog.pg_available_extensions)
        """)
      return SHA256.hex(rows[0].values.map { $0 ?? "" }.joined(separator: "\u{0}"))
    } catch {
      throw .server(error, doing: "ask the server what it is")
    }
  }

  private var maintenanceDatabase: String { session.database }

  /// What a template of a database says of itself; ends the sessions of the database.
  mutating func describe(
    _ unfinished: String, key: String, path: [String], roles: String
  ) throws(ScratchFailure) -> Template {
    try endSessions(of: unfinished)
    let found = try ask(
      """
      SELECT pg_catalog.pg_database_size(oid), shobj_description(oid, 'pg_database')
      FROM pg_catalog.pg_database WHERE datname = \(unfinished)
      """, doing: Self.keeping)
    return Template(
      key: key, path: path, usedAt: Self.now, byteCount: found.first?.int(0) ?? 0, roles: roles,
      comment: found.first?[1] ?? "")
  }

  static let keeping = "keep a template"

  /// Turns an unfinished database into a template; its name comes last, and makes it one.
  ///
  /// - Returns: false when another process has made the same one in the meantime.
  mutating func finish(
    _ unfinished: String, as template: Template
  ) throws(ScratchFailure) -> Bool {
    try comment(template.text, on: unfinished)
    try forgetLeftovers(in: unfinished)
    try tell(Template.closing(unfinished), doing: Self.keeping)
    do { try rename(unfinished, to: template.name) } catch {
      guard error.sqlState == "42P04" else { throw .server(error, doing: Self.keeping) }
      try discard(unfinished)
      return false
    }
    try evict(except: template.name)
    return true
  }

  /// Which roles were there before its first step is of no use to a database that is complete.
  mutating func forgetLeftovers(in name: String) throws(ScratchFailure) {
    try tell(
      "ALTER DATABASE \(Identifier(name)) RESET migrate.leftover_roles", doing: Self.keeping)
  }

  /// Drops a database that was to become a template.
  mutating func discard(_ name: String) throws(ScratchFailure) {
    _ = try? session.query("ALTER DATABASE \(Identifier(name)) WITH IS_TEMPLATE false")
    try drop(name)
  }

  /// Notes that a template is in use; that two do so at once is no harm.
  mutating func touch(_ template: Template) {
    var template = template
    template.usedAt = Self.now
    try? comment(template.text, on: template.name)
  }

  private mutating func comment(_ text: String, on name: String) throws(ScratchFailure) {
    try tell(Template.commenting(text, on: name), doing: "describe a template")
  }

  /// Drops those that were not used for longest, until the others are within the limit.
  ///
  /// `coming` are the bytes of one that is not there yet.
  mutating func evict(except kept: String, coming: Int = 0) throws(ScratchFailure) {
    var all = try templates()
    var sum = all.reduce(coming) { $0 + $1.byteCount }
    all.sort { $0.usedAt < $1.usedAt }
    for template in all where sum > limit && template.name != kept {
      // One that is being copied just now stays; the next run asks again.
      guard (try? discard(template.name)) != nil else { continue }
      sum -= template.byteCount
    }
  }

  /// Drops all templates.
  package mutating func dropAllTemplates() throws(ScratchFailure) {
    for template in try templates() { try discard(template.name) }
  }

  private static var now: Int { time(nil) }
}
