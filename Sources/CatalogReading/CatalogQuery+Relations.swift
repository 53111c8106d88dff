/// Schemas, relations, their columns, and sequences.
extension CatalogQuery {
  static func relations(_ version: Int) -> [CatalogQuery] {
    [schemas, tables, columns(version), sequences]
  }

  private static let schemas = CatalogQuery(
    .namespace,
    Head(
      kind: "'schema'", oid: "n.oid", name: "n.nspname", owner: "n.nspowner", acl: "n.nspacl",
      defaultACL: "acldefault('n', n.nspowner)"),
    from: "from pg_namespace n where \(ownSchema)")

  private static let tables = CatalogQuery(
    .relation,
    Head(
      kind: """
        case c.relkind when 'f' then 'foreign table' when 'v' then 'view'
          when 'm' then 'materialized view' else 'table' end
        """,
      oid: "c.oid", schema: "n.nspname", name: "c.relname", owner: "c.relowner", acl: "c.relacl",
      defaultACL: "acldefault('r', c.relowner)",
      containers: """
        case when c.relkind in ('r', 'p', 'f') then concat_ws(' ', (
          select string_agg('1259:' || i.inhparent || ':0', ' ' order by i.inhseqno)
          from pg_inherits i where i.inhrelid = c.oid), '1417:' || ft.ftserver || ':0') end
        """),
    [
      .flag("persistence", "c.relpersistence = 'u'", "unlogged"),
      .flag("row security", "c.relrowsecurity", "enabled"),
      .flag("forced row security", "c.relforcerowsecurity", "enabled"),
      .text(
        "replica identity",
        """
        case when c.relkind in ('r', 'p', 'm') then
          case c.relreplident when 'n' then 'nothing' when 'f' then 'full' when 'i' then 'index' end
        end
        """),
      .text("access method", "nullif(am.amname, 'heap')"),
      .text("tablespace", "ts.spcname"),
      .list(
        "inherits",
        """
        case when c.relkind in ('r', 'f') and not c.relispartition then (
          select array_agg(i.inhparent::regclass::text order by i.inhseqno)
          from pg_inherits i where i.inhrelid = c.oid) end
        """),
      .text("of type", "case when c.reloftype <> 0 then c.reloftype::regtype::text end"),
      .text(
        "partition of",
        """
        case when c.relispartition then (
          select i.inhparent::regclass::text from pg_inherits i where i.inhrelid = c.oid) end
        """),
      .text(
        "partition bound",
        "case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end"),
      .text("partition key", "case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end"),
      .text(
        "definition", "case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end"),
      .settings("option ", "c.reloptions"),
      .settings("option toast.", "toast.reloptions"),
      .text("server", "fs.srvname"),
      .settings("server option ", "ft.ftoptions", hides: .secrets),
    ],
    from: """
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_am am on am.oid = c.relam
      left join pg_tablespace ts on ts.oid = c.reltablespace
      left join pg_class toast on toast.oid = c.reltoastrelid and c.reltoastrelid <> 0
      left join pg_foreign_table ft on ft.ftrelid = c.oid
      left join pg_foreign_server fs on fs.oid = ft.ftserver
      where c.relkind in ('r', 'p', 'f', 'v', 'm') and \(ownSchema)
      """)

  /// In the order of the table; columns of views only where something is said of them.
  private static func columns(_ version: Int) -> CatalogQuery {
    let catalogsNotNull = version >= 18_00_00
    let isTable = "c.relkind in ('r', 'p', 'f')"
    var columns: [Column] = [
      .text("type", "case when \(isTable) then format_type(a.atttypid, a.atttypmod) end"),
      .text(
        "collation",
        """
        case when \(isTable) and a.attcollation <> t.typcollation
          then a.attcollation::regcollation::text end
        """),
      .text(
        "default", "case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end"),
      .text(
        "generated", "case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end"),
      .flag("generation", "a.attgenerated = 'v'", "virtual"),
      .text(
        "identity", "case a.attidentity when 'a' then 'always' when 'd' then 'by default' end"),
      .text(
        "storage",
        """
        case when a.attstorage <> t.typstorage then case a.attstorage when 'p' then 'plain'
          when 'e' then 'external' when 'x' then 'extended' when 'm' then 'main' end end
        """),
      .text("compression", "case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end"),
      .text("statistics", "case when a.attstattarget >= 0 then a.attstattarget end"),
      .text(
        "inheritance",
        """
        case when a.attinhcount > 0 and not c.relispartition then
          case when a.attislocal then 'inherited and declared' else 'inherited' end end
        """),
      // What newer servers note of the descriptor of a row is no option, as pg_dump has it.
      .settings(
        "option ",
        """
        case when a.attoptions is not null then
          array(select o from unnest(a.attoptions) as o where o !~ '^pg_attver=') end
        """),
      .settings("server option ", "a.attfdwoptions", hides: .secrets),
      .detail(
        "type storage",
        """
        case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'x' then 'extended'
          else 'main' end
        """),
      .detail("implicit", "case when not \(isTable) then 'yes' end"),
      .detail(
        "signature",
        """
        case when not \(isTable) then format('%I %s %s', a.attname,
          format_type(a.atttypid, a.atttypmod), a.attcollation) end
        """),
    ]
    var source = """
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      """
    if catalogsNotNull {
      columns += [
        .text(
          "not null",
          "case when a.attnotnull or nn.oid is not null then "
            + "case when nn.convalidated is false then 'not valid' else 'yes' end end"),
        .flag("not null inheritance", "nn.connoinherit", "none"),
        .text(
          "not null name", "case when nn.conislocal and nn.coninhcount = 0 then nn.conname end"),
      ]
      source += """

        left join pg_constraint nn
          on nn.conrelid = a.attrelid and nn.contype = 'n' and nn.conkey[1] = a.attnum
        """
    } else {
      columns.append(.flag("not null", "a.attnotnull"))
    }
    source += """

      where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f', 'v', 'm')
        and \(ownSchema)
      order by a.attrelid, a.attnum
      """
    return CatalogQuery(
      .relation,
      Head(
        kind: "'column'", oid: "a.attrelid", subid: "a.attnum", relation: "a.attrelid",
        schema: "n.nspname", within: "c.relname", name: "a.attname", acl: "a.attacl",
        defaultACL: "case when a.attacl is not null then acldefault('c', c.relowner) end"),
      columns, from: source)
  }

  private static let sequences = CatalogQuery(
    .relation,
    Head(
      kind: "'sequence'", oid: "c.oid", schema: "n.nspname", name: "c.relname",
      owner: "c.relowner", acl: "c.relacl", defaultACL: "acldefault('s', c.relowner)",
      containers: """
        case when d.objid is not null then '1259:' || d.refobjid || ':' || d.refobjsubid end
        """),
    [
      .text("type", "nullif(format_type(s.seqtypid, null), 'bigint')"),
      .text("start", "case when s.seqstart <> \(first) then s.seqstart end"),
      .text("increment", "nullif(s.seqincrement, 1)"),
      .text(
        "minimum",
        "case when s.seqmin <> case when s.seqincrement > 0 then 1 else \(lowest) end "
          + "then s.seqmin end"),
      .text(
        "maximum",
        "case when s.seqmax <> case when s.seqincrement > 0 then \(highest) else -1 end "
          + "then s.seqmax end"),
      .text("cache", "nullif(s.seqcache, 1)"),
      .flag("cycle", "s.seqcycle"),
      .flag("persistence", "c.relpersistence = 'u'", "unlogged"),
      .text("owned by", "case when d.deptype = 'a' then \(column) end"),
      .text("identity of", "case when d.deptype = 'i' then \(column) end"),
    ],
    from: """
      from pg_sequence s join pg_class c on c.oid = s.seqrelid
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_depend d on d.classid = 1259 and d.objid = c.oid and d.objsubid = 0
        and d.refclassid = 1259 and d.refobjsubid > 0 and d.deptype in ('a', 'i')
      left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where \(ownSchema)
      """)

  private static let column = "d.refobjid::regclass::text || '.' || quote_ident(a.attname)"
  private static let first = "case when s.seqincrement > 0 then s.seqmin else s.seqmax end"
  private static let lowest = """
    case s.seqtypid when 21 then -32768 when 23 then -2147483648 else -9223372036854775808 end
    """
  private static let highest = """
    case s.seqtypid when 21 then 32767 when 23 then 2147483647 else 9223372036854775807 end
    """
}
