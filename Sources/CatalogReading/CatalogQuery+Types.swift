/// Types, collations and text search.
extension CatalogQuery {
  static func types(_ version: Int) -> [CatalogQuery] {
    [types, attributes, collations(version)] + textSearch
  }

  /// Not the types of rows and arrays, nor multirange types: they come with others.
  private static let types = CatalogQuery(
    .type,
    Head(
      kind: """
        case t.typtype when 'e' then 'enum' when 'c' then 'composite type' when 'd' then 'domain'
          when 'r' then 'range type' else 'base type' end
        """,
      oid: "t.oid", schema: "n.nspname", name: "t.typname", owner: "t.typowner", acl: "t.typacl",
      defaultACL: "acldefault('T', t.typowner)"),
    [
      .list(
        "values",
        """
        case when t.typtype = 'e' then (
          select array_agg(enumlabel order by enumsortorder) from pg_enum
          where enumtypid = t.oid) end
        """),
      .text("type", "case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end"),
      .text(
        "collation",
        """
        case when t.typtype = 'd' and t.typcollation <> base.typcollation
          then t.typcollation::regcollation::text end
        """),
      .text(
        "default",
        """
        case when t.typtype = 'd' then
          coalesce(pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), t.typdefault) end
        """),
      .flag("not null", "t.typtype = 'd' and t.typnotnull"),
      .list("definition", "case t.typtype when 'r' then \(range) when 'b' then \(base) end"),
      .flag("shell", "not t.typisdefined"),
    ],
    from: """
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
      left join pg_type base on base.oid = t.typbasetype
      left join pg_class c on c.oid = t.typrelid
      left join pg_range r on r.rngtypid = t.oid
      where \(ownSchema) and t.typtype in ('b', 'c', 'd', 'e', 'r', 'p')
        and (t.typrelid = 0 or c.relkind = 'c')
        and not exists (select from pg_type e where e.typarray = t.oid)
      """)

  private static let range = """
    array_remove(array[
      'subtype = ' || format_type(r.rngsubtype, null),
      (select 'subtype_opclass = ' || \(name("cn.nspname", "o.opcname")) from pg_opclass o
        join pg_namespace cn on cn.oid = o.opcnamespace
        where o.oid = r.rngsubopc and not o.opcdefault),
      (select 'collation = ' || r.rngcollation::regcollation from pg_type s
        where s.oid = r.rngsubtype and s.typcollation <> r.rngcollation),
      'canonical = ' || nullif(r.rngcanonical::oid, 0)::regproc::text,
      'subtype_diff = ' || nullif(r.rngsubdiff::oid, 0)::regproc::text,
      'multirange_type_name = ' || r.rngmultitypid::regtype::text], null)
    """

  private static let base = """
    array_remove(array[
      'input = ' || nullif(t.typinput::oid, 0)::regproc::text,
      'output = ' || nullif(t.typoutput::oid, 0)::regproc::text,
      'receive = ' || nullif(t.typreceive::oid, 0)::regproc::text,
      'send = ' || nullif(t.typsend::oid, 0)::regproc::text,
      'typmod_in = ' || nullif(t.typmodin::oid, 0)::regproc::text,
      'typmod_out = ' || nullif(t.typmodout::oid, 0)::regproc::text,
      'analyze = ' || nullif(t.typanalyze::oid, 0)::regproc::text,
      'subscript = ' || nullif(t.typsubscript::oid, 0)::regproc::text,
      'internallength = ' || case when t.typlen < 0 then 'variable' else t.typlen::text end,
      case when t.typbyval then 'passedbyvalue' end,
      'alignment = ' || t.typalign::text, 'storage = ' || t.typstorage::text,
      'category = ' || t.typcategory::text,
      case when t.typispreferred then 'preferred' end,
      'default = ' || quote_literal(t.typdefault),
      'element = ' || format_type(nullif(t.typelem, 0), null),
      'delimiter = ' || t.typdelim::text,
      case when t.typcollation <> 0 then 'collatable' end], null)
    """

  /// Their numbers are columns of the type's own relation.
  private static let attributes = CatalogQuery(
    .relation,
    Head(
      kind: "'attribute'", oid: "c.oid", subid: "a.attnum", schema: "n.nspname",
      within: "c.relname", name: "a.attname", containers: "'1247:' || c.reltype || ':0'"),
    [
      .text("type", "format_type(a.atttypid, a.atttypmod)"),
      .text(
        "collation",
        "case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end"),
    ],
    from: """
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      where c.relkind = 'c' and \(ownSchema) order by c.oid, a.attnum
      """)

  private static func collations(_ version: Int) -> CatalogQuery {
    let locale =
      version >= 17_00_00 ? "c.colllocale" : "c.colliculocale"
    let rules = version >= 16_00_00 ? "c.collicurules" : "null"
    return CatalogQuery(
      .collation,
      Head(
        kind: "'collation'", oid: "c.oid", schema: "n.nspname", name: "c.collname",
        owner: "c.collowner"),
      [
        .text(
          "provider",
          """
          case c.collprovider when 'c' then 'libc' when 'i' then 'icu' when 'b' then 'builtin'
            else 'default' end
          """),
        .text("locale", locale),
        .text("collate", "c.collcollate"),
        .text("character type", "c.collctype"),
        .text("encoding", "pg_encoding_to_char(nullif(c.collencoding, -1))"),
        .flag("deterministic", "not c.collisdeterministic", "no"),
        .text("rules", rules),
      ],
      from: """
        from pg_collation c join pg_namespace n on n.oid = c.collnamespace where \(ownSchema)
        """)
  }

  private static let textSearch = [
    CatalogQuery(
      .textSearchConfiguration,
      Head(
        kind: "'text search configuration'", oid: "c.oid", schema: "n.nspname", name: "c.cfgname",
        owner: "c.cfgowner"),
      [
        .text("parser", name("pn.nspname", "p.prsname")),
        .list(
          "mappings",
          """
          (select array_agg(line order by line collate "C") from (
            select (select alias from ts_token_type(c.cfgparser) where tokid = m.maptokentype)
              || ': ' || string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno)
              as line
            from pg_ts_config_map m where m.mapcfg = c.oid group by m.maptokentype) as lines)
          """),
      ],
      from: """
        from pg_ts_config c join pg_namespace n on n.oid = c.cfgnamespace
        join pg_ts_parser p on p.oid = c.cfgparser
        join pg_namespace pn on pn.oid = p.prsnamespace where \(ownSchema)
        """),
    CatalogQuery(
      .textSearchDictionary,
      Head(
        kind: "'text search dictionary'", oid: "d.oid", schema: "n.nspname", name: "d.dictname",
        owner: "d.dictowner"),
      [
        .text("template", name("tn.nspname", "t.tmplname")),
        .text("options", "d.dictinitoption"),
      ],
      from: """
        from pg_ts_dict d join pg_namespace n on n.oid = d.dictnamespace
        join pg_ts_template t on t.oid = d.dicttemplate
        join pg_namespace tn on tn.oid = t.tmplnamespace where \(ownSchema)
        """),
    CatalogQuery(
      .textSearchParser,
      Head(
        kind: "'text search parser'", oid: "p.oid", schema: "n.nspname", name: "p.prsname"),
      [
        .text("start", "nullif(p.prsstart::oid, 0)::regproc::text"),
        .text("token", "nullif(p.prstoken::oid, 0)::regproc::text"),
        .text("end", "nullif(p.prsend::oid, 0)::regproc::text"),
        .text("headline", "nullif(p.prsheadline::oid, 0)::regproc::text"),
        .text("token types", "nullif(p.prslextype::oid, 0)::regproc::text"),
      ],
      from: "from pg_ts_parser p join pg_namespace n on n.oid = p.prsnamespace where \(ownSchema)"),
    CatalogQuery(
      .textSearchTemplate,
      Head(
        kind: "'text search template'", oid: "t.oid", schema: "n.nspname", name: "t.tmplname"),
      [
        .text("init", "nullif(t.tmplinit::oid, 0)::regproc::text"),
        .text("lexize", "nullif(t.tmpllexize::oid, 0)::regproc::text"),
      ],
      from: """
        from pg_ts_template t join pg_namespace n on n.oid = t.tmplnamespace where \(ownSchema)
        """),
  ]
}
