/// What belongs to the server or to the database as a whole; read only where it is asked for.
extension CatalogQuery {
  /// Never passwords: `pg_roles` has none.
  static func roles(_ version: Int) -> [CatalogQuery] {
    let options =
      version >= 16_00_00
      ? """
      || case when m.inherit_option is distinct from member.rolinherit
        then case when m.inherit_option then ' with inherit' else ' without inherit' end else '' end
      || case when m.set_option then '' else ' without set' end
      """ : ""
    return [
      CatalogQuery(
        .authID, Head(kind: "'role'", oid: "r.oid", name: "r.rolname"),
        [
          .flag("superuser", "r.rolsuper"),
          .flag("inherit", "not r.rolinherit", "no"),
          .flag("create role", "r.rolcreaterole"),
          .flag("create database", "r.rolcreatedb"),
          .flag("login", "r.rolcanlogin"),
          .flag("replication", "r.rolreplication"),
          .flag("bypass row security", "r.rolbypassrls"),
          .text("connection limit", "nullif(r.rolconnlimit, -1)"),
          .text(
            "valid until",
            "case when r.rolvaliduntil <> 'infinity' then r.rolvaliduntil end"),
          .list(
            "member of",
            """
            (select array_agg(distinct line order by line) from (
              select quote_ident(g.rolname) || case when m.admin_option then ' with admin' else '' end
                \(options) as line
              from pg_auth_members m join pg_roles g on g.oid = m.roleid
              join pg_roles member on member.oid = m.member
              where m.member = r.oid) as lines)
            """),
          .settings(
            "setting ",
            "(select setconfig from pg_db_role_setting where setrole = r.oid and setdatabase = 0)"),
          .settings("setting here ", settingsHere(of: "r.oid")),
        ],
        from: "from pg_roles r where r.rolname !~ '^pg_'")
    ]
  }

  static let databaseItself = CatalogQuery(
    .database,
    Head(
      kind: "'database'", oid: "d.oid", name: "'this database'", owner: "d.datdba",
      acl: "d.datacl", defaultACL: "acldefault('d', d.datdba)"),
    [
      .text("encoding", "pg_encoding_to_char(d.encoding)"),
      .text("collate", "d.datcollate"),
      .text("character type", "d.datctype"),
      .text("connection limit", "nullif(d.datconnlimit, -1)"),
      .settings("setting ", settingsHere(of: "0")),
    ],
    from: "from pg_database d where d.datname = current_database()")

  private static func settingsHere(of role: String) -> String {
    """
    (select setconfig from pg_db_role_setting where setrole = \(role) and setdatabase =
      (select oid from pg_database where datname = current_database()))
    """
  }
}
