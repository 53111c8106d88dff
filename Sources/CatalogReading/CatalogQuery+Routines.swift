/// Functions and what is made of them: casts, operators and their classes, transforms.
extension CatalogQuery {
  static let routines = [
    functions, casts, operators, operatorClasses, operatorFamilies, transforms, languages,
    accessMethods, conversions, eventTriggers,
  ]

  private static func name(of function: String) -> String {
    "nullif(\(function)::oid, 0)::regprocedure::text"
  }

  private static let functions = CatalogQuery(
    .procedure,
    Head(
      kind: """
        case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate'
          when 'w' then 'window function' else 'function' end
        """,
      oid: "p.oid", schema: "n.nspname",
      name: "quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')'",
      owner: "p.proowner", acl: "p.proacl", defaultACL: "acldefault('f', p.proowner)"),
    [
      .text("arguments", "nullif(pg_get_function_arguments(p.oid), '')"),
      .text("returns", "pg_get_function_result(p.oid)"),
      .text("language", "case when p.prokind <> 'a' then l.lanname end"),
      .text(
        "body",
        """
        case when p.prokind = 'a' or p.prosqlbody is not null then null
          when p.probin is not null then p.probin || ' ' || p.prosrc else p.prosrc end
        """),
      .text(
        "sql body", "case when p.prosqlbody is not null then pg_get_function_sqlbody(p.oid) end"),
      .detail("library", "p.probin"),
      .detail("symbol", "case when p.probin is not null then p.prosrc end"),
      .text(
        "volatility", "case p.provolatile when 'i' then 'immutable' when 's' then 'stable' end"),
      .flag("security", "p.prosecdef", "definer"),
      .flag("strict", "p.proisstrict"),
      .flag("leakproof", "p.proleakproof"),
      .text(
        "parallel", "case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end"),
      // The defaults of CREATE FUNCTION.
      .text(
        "cost",
        "case when p.prokind <> 'a' then "
          + "nullif(p.procost, case when l.lanname in ('c', 'internal') then 1 else 100 end) end"),
      .text("rows", "case when p.proretset then nullif(p.prorows, 1000) end"),
      .text("support", "nullif(p.prosupport::oid, 0)::regproc::text"),
      .list(
        "transforms",
        """
        case when p.protrftypes is not null then (
          select array_agg(format_type(x, null) order by place)
          from unnest(p.protrftypes) with ordinality as u (x, place)) end
        """),
      .settings("setting ", "p.proconfig"),
      .list("definition", aggregateDefinition),
    ],
    from: """
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      join pg_language l on l.oid = p.prolang
      left join pg_aggregate g on g.aggfnoid = p.oid
      where \(ownSchema)
      """)

  /// As the words of CREATE AGGREGATE; the defaults left out.
  private static let aggregateDefinition = """
    case when p.prokind = 'a' then array_remove(array[
      'sfunc = ' || g.aggtransfn::text, 'stype = ' || format_type(g.aggtranstype, null),
      'sspace = ' || nullif(g.aggtransspace, 0),
      'finalfunc = ' || nullif(g.aggfinalfn::oid, 0)::regproc::text,
      case when g.aggfinalextra then 'finalfunc_extra' end,
      case when g.aggfinalfn::oid <> 0
        and g.aggfinalmodify <> case g.aggkind when 'n' then 'r' else 'w' end
        then 'finalfunc_modify = ' || \(modify("g.aggfinalmodify")) end,
      'combinefunc = ' || nullif(g.aggcombinefn::oid, 0)::regproc::text,
      'serialfunc = ' || nullif(g.aggserialfn::oid, 0)::regproc::text,
      'deserialfunc = ' || nullif(g.aggdeserialfn::oid, 0)::regproc::text,
      'initcond = ' || quote_literal(g.agginitval),
      'msfunc = ' || nullif(g.aggmtransfn::oid, 0)::regproc::text,
      'minvfunc = ' || nullif(g.aggminvtransfn::oid, 0)::regproc::text,
      'mstype = ' || format_type(nullif(g.aggmtranstype, 0), null),
      'msspace = ' || nullif(g.aggmtransspace, 0),
      'mfinalfunc = ' || nullif(g.aggmfinalfn::oid, 0)::regproc::text,
      case when g.aggmfinalextra then 'mfinalfunc_extra' end,
      case when g.aggmfinalfn::oid <> 0
        and g.aggmfinalmodify <> case g.aggkind when 'n' then 'r' else 'w' end
        then 'mfinalfunc_modify = ' || \(modify("g.aggmfinalmodify")) end,
      'minitcond = ' || quote_literal(g.aggminitval),
      'sortop = ' || (select format('operator(%I.%s)', opn.nspname, o.oprname)
        from pg_operator o join pg_namespace opn on opn.oid = o.oprnamespace
        where o.oid = g.aggsortop),
      case when g.aggkind = 'h' then 'hypothetical' end], null) end
    """

  private static func modify(_ column: String) -> String {
    "case \(column) when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end"
  }

  private static let casts = CatalogQuery(
    .cast,
    Head(
      kind: "'cast'", oid: "c.oid",
      name: "format('(%s AS %s)', format_type(castsource, null), format_type(casttarget, null))"),
    [
      .text(
        "method",
        "case castmethod when 'i' then 'inout' when 'b' then 'binary' else "
          + "\(name(of: "castfunc")) end"),
      .text("context", "case castcontext when 'a' then 'assignment' when 'i' then 'implicit' end"),
    ],
    from: "from pg_cast c where c.oid \(isOwn)")

  private static let operators = CatalogQuery(
    .operator,
    Head(
      kind: "'operator'", oid: "o.oid", schema: "n.nspname",
      name: """
        o.oprname || '(' || case when o.oprleft = 0 then 'NONE' else format_type(o.oprleft, null) end
          || ',' || format_type(o.oprright, null) || ')'
        """,
      owner: "o.oprowner"),
    [
      .text("function", name(of: "o.oprcode")),
      .text("commutator", "nullif(o.oprcom, 0)::regoperator::text"),
      .text("negator", "nullif(o.oprnegate, 0)::regoperator::text"),
      .text("restrict", "nullif(o.oprrest::oid, 0)::regproc::text"),
      .text("join", "nullif(o.oprjoin::oid, 0)::regproc::text"),
      .flag("merges", "o.oprcanmerge"),
      .flag("hashes", "o.oprcanhash"),
    ],
    from: "from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where \(ownSchema)")

  private static let operatorClasses = CatalogQuery(
    .operatorClass,
    Head(
      kind: "'operator class'", oid: "o.oid", schema: "n.nspname",
      name: "quote_ident(o.opcname) || '(' || quote_ident(am.amname) || ')'", owner: "o.opcowner"),
    [
      .text("type", "format_type(o.opcintype, null)"),
      .flag("default", "o.opcdefault"),
      .text("storage", "format_type(nullif(o.opckeytype, 0), null)"),
      .text("family", name("fn.nspname", "f.opfname")),
    ],
    from: """
      from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace
      join pg_am am on am.oid = o.opcmethod
      join pg_opfamily f on f.oid = o.opcfamily
      join pg_namespace fn on fn.oid = f.opfnamespace where \(ownSchema)
      """)

  /// A class made without a family comes with one of its own name.
  private static let operatorFamilies = CatalogQuery(
    .operatorFamily,
    Head(
      kind: "'operator family'", oid: "f.oid", schema: "n.nspname",
      name: "quote_ident(f.opfname) || '(' || quote_ident(am.amname) || ')'", owner: "f.opfowner",
      containers: """
        (select string_agg('2616:' || o.oid || ':0', ' ') from pg_opclass o
          where o.opcfamily = f.oid and o.opcname = f.opfname)
        """),
    [
      .list(
        "members",
        """
        array(select * from (
          select format('operator %s %s%s', amopstrategy, amopopr::regoperator,
            ' for order by ' || (select format('%I.%I', sn.nspname, s.opfname)
              from pg_opfamily s join pg_namespace sn on sn.oid = s.opfnamespace
              where s.oid = amopsortfamily)) as member
          from pg_amop where amopfamily = f.oid
          union all
          select format('function %s (%s, %s) %s', amprocnum, format_type(amproclefttype, null),
            format_type(amprocrighttype, null), amproc::regprocedure)
          from pg_amproc where amprocfamily = f.oid) as members order by member collate "C")
        """)
    ],
    from: """
      from pg_opfamily f join pg_namespace n on n.oid = f.opfnamespace
      join pg_am am on am.oid = f.opfmethod where \(ownSchema)
      """)

  private static let transforms = CatalogQuery(
    .transform,
    Head(
      kind: "'transform'", oid: "t.oid",
      name: "format('for %s language %I', format_type(t.trftype, null), l.lanname)"),
    [
      .text("from sql", name(of: "t.trffromsql")),
      .text("to sql", name(of: "t.trftosql")),
    ],
    from: "from pg_transform t join pg_language l on l.oid = t.trflang where t.oid \(isOwn)")

  private static let languages = CatalogQuery(
    .language,
    Head(
      kind: "'language'", oid: "l.oid", name: "l.lanname", owner: "l.lanowner", acl: "l.lanacl",
      defaultACL: "acldefault('l', l.lanowner)"),
    [
      .text("handler", name(of: "l.lanplcallfoid")),
      .text("inline handler", name(of: "l.laninline")),
      .text("validator", name(of: "l.lanvalidator")),
      .flag("trusted", "l.lanpltrusted"),
    ],
    from: "from pg_language l where l.oid \(isOwn)")

  private static let accessMethods = CatalogQuery(
    .accessMethod,
    Head(kind: "'access method'", oid: "a.oid", name: "a.amname"),
    [
      .text("type", "case a.amtype when 'i' then 'index' when 't' then 'table' end"),
      .text("handler", name(of: "a.amhandler")),
    ],
    from: "from pg_am a where a.oid \(isOwn)")

  private static let conversions = CatalogQuery(
    .conversion,
    Head(
      kind: "'conversion'", oid: "c.oid", schema: "n.nspname", name: "c.conname",
      owner: "c.conowner"),
    [
      .text("from", "pg_encoding_to_char(c.conforencoding)"),
      .text("to", "pg_encoding_to_char(c.contoencoding)"),
      .text("function", name(of: "c.conproc")),
      .flag("default", "c.condefault"),
    ],
    from: "from pg_conversion c join pg_namespace n on n.oid = c.connamespace where \(ownSchema)")

  private static let eventTriggers = CatalogQuery(
    .eventTrigger,
    Head(kind: "'event trigger'", oid: "e.oid", name: "e.evtname", owner: "e.evtowner"),
    [
      .text("event", "e.evtevent"),
      .text("function", name(of: "e.evtfoid")),
      .list(
        "tags", "(select array_agg(tag order by tag collate \"C\") from unnest(e.evttags) as tag)"),
      .text("enabled", enabled("e.evtenabled")),
    ],
    from: "from pg_event_trigger e")
}
