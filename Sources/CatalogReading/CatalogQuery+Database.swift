/// What stands beside schemas: extensions, publications, foreign servers, default privileges.
extension CatalogQuery {
  static func database(_ version: Int) -> [CatalogQuery] {
    [
      extensions, wrappers, servers, userMappings, publications(version), publicationTables,
      publicationSchemas, subscriptions(version), defaultPrivileges,
    ] + changedPrivileges
  }

  private static let extensions = CatalogQuery(
    .extension,
    Head(kind: "'extension'", oid: "e.oid", name: "e.extname"),
    [.text("version", "e.extversion"), .text("schema", "n.nspname")],
    from: "from pg_extension e join pg_namespace n on n.oid = e.extnamespace")

  private static let wrappers = CatalogQuery(
    .foreignDataWrapper,
    Head(
      kind: "'foreign-data wrapper'", oid: "w.oid", name: "w.fdwname", owner: "w.fdwowner",
      acl: "w.fdwacl", defaultACL: "acldefault('F', w.fdwowner)"),
    [
      .text("handler", "nullif(w.fdwhandler, 0)::regproc::text"),
      .text("validator", "nullif(w.fdwvalidator, 0)::regproc::text"),
      .settings("option ", "w.fdwoptions", hides: .secrets),
    ],
    from: "from pg_foreign_data_wrapper w where w.oid \(isOwn)")

  private static let servers = CatalogQuery(
    .foreignServer,
    Head(
      kind: "'server'", oid: "s.oid", name: "s.srvname", owner: "s.srvowner", acl: "s.srvacl",
      defaultACL: "acldefault('S', s.srvowner)", containers: "'2328:' || s.srvfdw || ':0'"),
    [
      .text("type", "s.srvtype"),
      .text("version", "s.srvversion"),
      .text("wrapper", "w.fdwname"),
      .settings("option ", "s.srvoptions", hides: .secrets),
    ],
    from: "from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw")

  /// The view shows options to those alone who may use them (`pg_user_mappings` in
  /// `system_views.sql`); whether it hides them is asked with its own condition.
  private static let userMappings = CatalogQuery(
    .userMapping,
    Head(
      kind: "'user mapping'", oid: "u.umid",
      name: """
        format('for %s server %I', case when u.umuser = 0 then 'PUBLIC' else
          quote_ident(u.usename) end, u.srvname)
        """,
      containers: "'1417:' || u.srvid || ':0'"),
    [
      .settings("option ", "u.umoptions", hides: .allButUser),
      .detail(
        "unreadable",
        """
        case when u.umoptions is null and not (
          u.umuser <> 0 and u.usename = current_user
            and (pg_has_role(s.srvowner, 'USAGE') or has_server_privilege(s.oid, 'USAGE'))
          or u.umuser = 0 and pg_has_role(s.srvowner, 'USAGE')
          or (select rolsuper from pg_roles where rolname = current_user)) then 'option ' end
        """),
    ],
    from: "from pg_user_mappings u join pg_foreign_server s on s.oid = u.srvid")

  private static func publications(_ version: Int) -> CatalogQuery {
    let generated = version >= 18_00_00 ? "case p.pubgencols when 's' then 'stored' end" : "null"
    return CatalogQuery(
      .publication,
      Head(kind: "'publication'", oid: "p.oid", name: "p.pubname", owner: "p.pubowner"),
      [
        .flag("all tables", "p.puballtables"),
        .list(
          "publish",
          """
          array_remove(array[case when p.pubinsert then 'insert' end,
            case when p.pubupdate then 'update' end, case when p.pubdelete then 'delete' end,
            case when p.pubtruncate then 'truncate' end], null)
          """),
        .flag("via partition root", "p.pubviaroot"),
        .text("generated columns", generated),
      ],
      from: "from pg_publication p")
  }

  private static let publicationTables = CatalogQuery(
    .publicationRelation,
    Head(
      kind: "'publication table'", oid: "r.oid", relation: "r.prrelid", schema: "n.nspname",
      within: "p.pubname", name: "c.relname", containers: "'6104:' || r.prpubid || ':0'"),
    [
      .list(
        "columns of the table",
        """
        case when r.prattrs is not null then (
          select array_agg(a.attname order by a.attnum) from pg_attribute a
          where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)) end
        """),
      .text("row filter", "pg_get_expr(r.prqual, r.prrelid)"),
    ],
    from: """
      from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
      join pg_class c on c.oid = r.prrelid join pg_namespace n on n.oid = c.relnamespace
      """)

  private static let publicationSchemas = CatalogQuery(
    .publicationNamespace,
    Head(
      kind: "'publication schema'", oid: "s.oid", within: "p.pubname", name: "n.nspname",
      containers: "'6104:' || s.pnpubid || ':0 2615:' || s.pnnspid || ':0'"),
    from: """
      from pg_publication_namespace s join pg_publication p on p.oid = s.pnpubid
      join pg_namespace n on n.oid = s.pnnspid
      """)

  /// Never `subconninfo`: it holds a password.
  private static func subscriptions(_ version: Int) -> CatalogQuery {
    var columns: [Column] = [
      .list(
        "publications",
        "(select array_agg(p order by p collate \"C\") from unnest(s.subpublications) as p)"),
      .flag("enabled", "not s.subenabled", "no"),
      .text(
        "slot name",
        "case when s.subslotname is distinct from s.subname then "
          + "coalesce(s.subslotname, 'none') end"),
      .text("synchronous commit", "nullif(s.subsynccommit, 'off')"),
      .flag("binary", "s.subbinary"),
      .text(
        "streaming",
        "case s.substream::text when 't' then 'on' when 'true' then 'on' when 'p' then 'parallel' end"
      ),
      .flag("two phase", "s.subtwophasestate <> 'd'"),
      .flag("disable on error", "s.subdisableonerr"),
    ]
    if version >= 16_00_00 {
      columns += [
        .flag("password required", "not s.subpasswordrequired", "no"),
        .flag("run as owner", "s.subrunasowner"),
        .text("origin", "nullif(s.suborigin, 'any')"),
      ]
    }
    if version >= 17_00_00 { columns.append(.flag("failover", "s.subfailover")) }
    return CatalogQuery(
      .subscription,
      Head(kind: "'subscription'", oid: "s.oid", name: "s.subname", owner: "s.subowner"),
      columns,
      from: """
        from pg_subscription s
        where s.subdbid = (select oid from pg_database where datname = current_database())
        """)
  }

  private static let defaultPrivileges = CatalogQuery(
    .defaultACL,
    Head(
      kind: "'default privileges'", oid: "d.oid", schema: "n.nspname",
      name: """
        format('of %I on %s', pg_get_userbyid(d.defaclrole), case d.defaclobjtype
          when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
          when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end)
        """,
      acl: "d.defaclacl",
      // Without a schema they replace what is built in; with one they add to it.
      defaultACL: """
        case when d.defaclnamespace = 0 then acldefault(case d.defaclobjtype when 'S' then 's'
          else d.defaclobjtype end, d.defaclrole) else '{}' end
        """,
      containers: "case when d.defaclnamespace <> 0 then '2615:' || d.defaclnamespace || ':0' end"),
    [
      .detail(
        "all",
        """
        acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole)
        """),
      .detail("role", "pg_get_userbyid(d.defaclrole)"),
    ],
    from: """
      from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
      """)

  /// Grants on what extensions or `initdb` brought, where they differ from what was brought.
  private static let changedPrivileges: [CatalogQuery] = [
    changed(
      .relation, "pg_class", alias: "c", acl: "c.relacl",
      defaultACL:
        "acldefault((case c.relkind when 'S' then 's' else 'r' end)::\"char\", c.relowner)",
      name: "case c.relkind when 'S' then 'sequence ' else 'table ' end || c.oid::regclass::text",
      schema: "c.relnamespace", when: "and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')"),
    changed(
      .procedure, "pg_proc", alias: "c", acl: "c.proacl",
      defaultACL: "acldefault('f', c.proowner)",
      name: "case c.prokind when 'p' then 'procedure ' else 'function ' end "
        + "|| c.oid::regprocedure::text",
      schema: "c.pronamespace"),
    changed(
      .type, "pg_type", alias: "c", acl: "c.typacl", defaultACL: "acldefault('T', c.typowner)",
      name: "'type ' || c.oid::regtype::text", schema: "c.typnamespace"),
    changed(
      .namespace, "pg_namespace", alias: "c", acl: "c.nspacl",
      defaultACL: "acldefault('n', c.nspowner)", name: "'schema ' || quote_ident(c.nspname)",
      schema: "c.oid"),
    changed(
      .language, "pg_language", alias: "c", acl: "c.lanacl",
      defaultACL: "acldefault('l', c.lanowner)", name: "'language ' || quote_ident(c.lanname)",
      schema: "0"),
    changed(
      .foreignDataWrapper, "pg_foreign_data_wrapper", alias: "c", acl: "c.fdwacl",
      defaultACL: "acldefault('F', c.fdwowner)",
      name: "'foreign data wrapper ' || quote_ident(c.fdwname)", schema: "0"),
  ]

  private static func changed(
    _ catalog: SystemCatalog, _ table: String, alias: String, acl: String, defaultACL: String,
    name: String, schema: String, when condition: String = ""
  ) -> CatalogQuery {
    CatalogQuery(
      catalog,
      Head(
        kind: "'privileges'", oid: "c.oid", subid: "-1", name: "'on ' || \(name)",
        acl: "coalesce(\(acl), \(defaultACL))",
        defaultACL: "coalesce(ip.initprivs, \(defaultACL))",
        containers: "'3079:' || d.refobjid || ':0'"),
      [.detail("all", defaultACL)],
      from: """
        from \(table) c left join pg_namespace n on n.oid = \(schema)
        left join pg_init_privs ip on ip.classoid = \(catalog.rawValue) and ip.objoid = c.oid
          and ip.objsubid = 0
        left join pg_depend d on d.classid = \(catalog.rawValue) and d.objid = c.oid
          and d.deptype = 'e'
        where \(acl) is distinct from ip.initprivs \(condition)
          and (d.objid is not null
            or c.oid < \(firstOwnOID) and coalesce(n.nspname, 'pg_catalog') = 'pg_catalog')
        """)
  }
}
