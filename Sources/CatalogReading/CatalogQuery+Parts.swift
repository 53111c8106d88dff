/// What belongs to a relation: constraints, indexes, statistics, rules, triggers, policies.
extension CatalogQuery {
  static func parts(_ version: Int) -> [CatalogQuery] {
    [constraints(version), indexes, statistics, rules, triggers, policies]
  }

  /// Not those that a parent passes down, nor the copies that a foreign key makes for partitions.
  private static func constraints(_ version: Int) -> CatalogQuery {
    let isEnforced = version >= 18_00_00 ? "con.conenforced" : "true"
    return CatalogQuery(
      .constraint,
      Head(
        kind: "case when con.contypid <> 0 then 'domain constraint' else 'constraint' end",
        oid: "con.oid", relation: "nullif(con.conrelid, 0)", schema: "n.nspname",
        within: "coalesce(c.relname, ty.typname)", name: "con.conname",
        containers: """
          concat_ws(' ', case when con.conparentid <> 0 then '2606:' || con.conparentid || ':0' end,
            case when con.contypid <> 0 then '1247:' || con.contypid || ':0' end)
          """,
        inheritedFrom: """
          case when con.conparentid <> 0 then '2606:' || con.conparentid || ':0' end
          """),
      [
        .text("definition", "pg_get_constraintdef(con.oid)"),
        .text(
          "deferrable",
          "case when con.condeferred then 'initially deferred' when con.condeferrable then 'yes' end"
        ),
        .flag("validated", "not con.convalidated and \(isEnforced)", "no"),
        .flag("enforced", "not \(isEnforced)", "no"),
        .detail("type", "con.contype"),
      ],
      from: """
        from pg_constraint con join pg_namespace n on n.oid = con.connamespace
        left join pg_class c on c.oid = con.conrelid
        left join pg_type ty on ty.oid = con.contypid
        where con.contype in ('c', 'f', 'p', 'u', 'x') and \(ownSchema)
          and not (con.contype = 'f' and con.conparentid <> 0)
          and not (con.contype = 'c' and con.coninhcount > 0
            and (not con.conislocal or c.relispartition))
        """)
  }

  private static let indexes = CatalogQuery(
    .relation,
    Head(
      kind: "'index'", oid: "i.indexrelid", relation: "i.indrelid", schema: "n.nspname",
      name: "c.relname",
      containers: """
        concat_ws(' ', case when con.oid is not null then '2606:' || con.oid || ':0' end,
          case when inh.inhparent is not null then '1259:' || inh.inhparent || ':0' end)
        """,
      inheritedFrom: """
        case when inh.inhparent is not null then '1259:' || inh.inhparent || ':0' end
        """),
    [
      .text("definition", "case when con.oid is null then pg_get_indexdef(i.indexrelid) end"),
      .text("table", "case when con.oid is null then i.indrelid::regclass::text end"),
      .flag("unique", "con.oid is null and i.indisunique"),
      .flag("valid", "not i.indisvalid", "no"),
      .flag("clustered", "i.indisclustered"),
      .flag("replica identity", "i.indisreplident"),
      .text("attached to", "inh.inhparent::regclass::text"),
      .text("tablespace", "ts.spcname"),
      .list(
        "statistics",
        """
        case when i.indexprs is not null then (
          select array_agg(a.attnum || '=' || a.attstattarget order by a.attnum)
          from pg_attribute a where a.attrelid = i.indexrelid and a.attstattarget >= 0) end
        """),
      .settings("option ", "c.reloptions"),
      .detail("implicit", "case when con.oid is not null then 'yes' end"),
      .detail("relation", "i.indrelid::regclass"),
    ],
    from: """
      from pg_index i join pg_class c on c.oid = i.indexrelid
      join pg_class t on t.oid = i.indrelid
      join pg_namespace n on n.oid = t.relnamespace
      left join pg_constraint con
        on con.conindid = i.indexrelid and con.conrelid = i.indrelid
        and con.contype in ('p', 'u', 'x')
      left join pg_tablespace ts on ts.oid = c.reltablespace
      left join pg_inherits inh on inh.inhrelid = i.indexrelid
      where t.relkind in ('r', 'p', 'm') and \(ownSchema)
      """)

  private static let statistics = CatalogQuery(
    .statistics,
    Head(
      kind: "'statistics'", oid: "s.oid", relation: "s.stxrelid", schema: "n.nspname",
      name: "s.stxname", owner: "s.stxowner"),
    [
      .text("definition", "pg_get_statisticsobjdef(s.oid)"),
      .text("target", "case when s.stxstattarget >= 0 then s.stxstattarget end"),
    ],
    from: """
      from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where \(ownSchema)
      """)

  private static let rules = CatalogQuery(
    .rewrite,
    Head(
      kind: "'rule'", oid: "r.oid", relation: "r.ev_class", schema: "n.nspname",
      within: "c.relname", name: "r.rulename"),
    [
      .text("definition", "pg_get_ruledef(r.oid)"),
      .text("enabled", enabled("r.ev_enabled")),
    ],
    from: """
      from pg_rewrite r join pg_class c on c.oid = r.ev_class
      join pg_namespace n on n.oid = c.relnamespace
      where r.rulename <> '_RETURN' and \(ownSchema)
      """)

  /// Copies in partitions only where they are switched otherwise than what they are copies of.
  private static let triggers = CatalogQuery(
    .trigger,
    Head(
      kind: "'trigger'", oid: "t.oid", relation: "t.tgrelid", schema: "n.nspname",
      within: "c.relname", name: "t.tgname",
      containers: "case when t.tgparentid <> 0 then '2620:' || t.tgparentid || ':0' end"),
    [
      .text("definition", "case when t.tgparentid = 0 then pg_get_triggerdef(t.oid) end"),
      .text(
        "enabled",
        "case when t.tgparentid <> 0 and t.tgenabled = 'O' then 'origin' else "
          + "\(enabled("t.tgenabled")) end"),
      .detail("implicit", "case when t.tgparentid <> 0 then 'yes' end"),
      .detail("constraint", "case when t.tgconstraint <> 0 then 'yes' end"),
    ],
    from: """
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_trigger parent on parent.oid = t.tgparentid
      where (not t.tgisinternal and t.tgparentid = 0 or t.tgenabled <> parent.tgenabled)
        and \(ownSchema)
      """)

  private static let policies = CatalogQuery(
    .policy,
    Head(
      kind: "'policy'", oid: "p.oid", relation: "p.polrelid", schema: "n.nspname",
      within: "c.relname", name: "p.polname"),
    [
      .text(
        "command",
        """
        case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
          when 'd' then 'delete' end
        """),
      .flag("permissive", "not p.polpermissive", "no"),
      .list(
        "roles",
        """
        case when p.polroles <> '{0}' then (
          select array_agg(rolname order by rolname collate "C") from pg_roles
          where oid = any (p.polroles)) end
        """),
      .text("using", "pg_get_expr(p.polqual, p.polrelid)"),
      .text("with check", "pg_get_expr(p.polwithcheck, p.polrelid)"),
    ],
    from: """
      from pg_policy p join pg_class c on c.oid = p.polrelid
      join pg_namespace n on n.oid = c.relnamespace where \(ownSchema)
      """)

  /// `O` is the origin, which is what they are made with.
  static func enabled(_ column: String) -> String {
    "case \(column) when 'D' then 'no' when 'R' then 'replica' when 'A' then 'always' end"
  }
}
