internal import Conninfo
internal import Diagnostics
internal import Files

/// The names under which a family of variables keeps the parts of an address.
private struct PartNames {
  let host: [String]
  let port: String
  let user: String
  let password: String
  let database: String

  static let families = [
    PartNames(
      host: ["POSTGRES_SERVER", "POSTGRES_HOST"], port: "POSTGRES_PORT", user: "POSTGRES_USER",
      password: "POSTGRES_PASSWORD", database: "POSTGRES_DB"),
    PartNames(
      host: ["PGHOST"], port: "PGPORT", user: "PGUSER", password: "PGPASSWORD",
      database: "PGDATABASE"),
  ]
}

extension SettingsLoader {
  /// An address whose parts are kept apart; the host decides whether there is one.
  mutating func parts(
    _ environment: Settings.Environment, _ supabase: Settings.SupabaseTrack?
  ) -> Setting<ConnectionInfo>? {
    for names in PartNames.families {
      guard let host = names.host.lazy.compactMap(variable).first else { continue }
      let port = portVariable(names.port)
      let hosts = host.value.split(separator: ",").map {
        ConnectionInfo.Endpoint(host: String($0), port: port)
      }
      return Setting(
        ConnectionInfo(
          endpoints: hosts, user: variable(names.user)?.value,
          password: variable(names.password).map { Secret($0.value) },
          database: variable(names.database)?.value),
        from: host.origin)
    }
    // A laptop that is linked to a project does not mean that project when nothing is named.
    return environment.kind == .local ? nil : linkedProject(supabase)
  }

  /// The Supabase project that `supabase link` left its address of.
  private mutating func linkedProject(
    _ supabase: Settings.SupabaseTrack?
  ) -> Setting<ConnectionInfo>? {
    guard let password = variable("SUPABASE_DB_PASSWORD") else { return nil }
    let secret = Secret(password.value)
    let folder = supabase.map { Path.join($0.path, ".temp") }
    let ref =
      processVariable("SUPABASE_PROJECT_ID")?.value
      ?? folder.flatMap { line(of: Path.join($0, "project-ref")) }
    guard let ref else {
      report(
        "project-not-linked", "'SUPABASE_DB_PASSWORD' is set, but no Supabase project is linked",
        hint: "run 'supabase link', or set SUPABASE_PROJECT_ID or MIGRATE_DATABASE_URL")
      return nil
    }
    guard ref.utf8.count == 20,
      ref.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
    else {
      report(
        "invalid-project-ref", "the reference of the linked Supabase project is not 20 letters",
        hint: "run 'supabase link' again")
      return nil
    }
    // The pooler has an IPv4 address, which the database itself seldom has.
    if let folder, let url = line(of: Path.join(folder, "pooler-url")), url.contains(".\(ref)") {
      do {
        return Setting(
          try ConnectionInfo.supabase(poolerURL: url, password: secret), from: password.origin)
      } catch {
        diagnostics.append(error.diagnostic(key: shown(Path.join(folder, "pooler-url"))))
        return nil
      }
    }
    return Setting(.supabase(projectRef: ref, password: secret), from: password.origin)
  }

  private func line(of path: String) -> String? {
    guard let bytes = try? FileSystem.read(path) else { return nil }
    let text = String(
      decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }
}
