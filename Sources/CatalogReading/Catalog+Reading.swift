package import Catalogs
package import Postgres

/// What is read, and what is left out.
package struct CatalogOptions: Sendable, Hashable {
  /// What is left out; the schemas of the system and of temporary objects always are.
  package var ignoring: [CatalogPattern]
  /// Roles with their attributes, memberships and settings: they belong to the whole server.
  package var includesRoles: Bool
  /// Settings, privileges and comment of the database itself.
  package var includesDatabase: Bool

  package init(
    ignoring: [CatalogPattern] = CatalogPattern.ledgers, includesRoles: Bool = false,
    includesDatabase: Bool = false
  ) {
    self.ignoring = ignoring
    self.includesRoles = includesRoles
    self.includesDatabase = includesDatabase
  }
}

extension Catalog {
  /// Reads what a database contains, in one snapshot and one round trip; writes nothing.
  ///
  /// It needs no right but to connect. In a session with an open transaction it reads inside of
  /// that, and sees what it did; otherwise it opens one that can only read.
  package static func read(
    from connection: inout Connection, options: CatalogOptions = CatalogOptions()
  ) throws(PostgresError) -> Catalog {
    let isOwnTransaction = connection.transactionStatus == .idle
    var attempt = 1
    while true {
      do throws(PostgresError) {
        return try readOnce(from: &connection, options, isOwnTransaction)
      } catch {
        // Functions such as pg_get_indexdef look at the newest state, not at the snapshot: what
        // somebody drops meanwhile is an internal error.
        guard isOwnTransaction, error.sqlState == "XX000", attempt < 5 else { throw error }
        attempt += 1
      }
    }
  }

  private static func readOnce(
    from connection: inout Connection, _ options: CatalogOptions, _ isOwnTransaction: Bool
  ) throws(PostgresError) -> Catalog {
    let version = connection.serverVersion
    let queries = CatalogQuery.all(version, options)
    let first: [SQL] =
      isOwnTransaction
      ? ["begin isolation level repeatable read read only", surroundings]
      : ["savepoint catalog_reading", surroundings]
    let last: [SQL] =
      isOwnTransaction
      ? ["commit"]
      : ["rollback to savepoint catalog_reading", "release savepoint catalog_reading"]
    let remarks: [SQL] = [CatalogQuery.members, CatalogQuery.remarks, CatalogQuery.dependencies]
    var answers: [[Row]] = []
    do throws(PipelineError) {
      try connection.pipeline(first + queries.map(\.sql) + remarks + last) { answers.append($1) }
    } catch {
      if error.cause.kind == .server {
        try? connection.execute(
          text: isOwnTransaction ? "rollback" : "rollback to savepoint catalog_reading")
      }
      throw error.cause
    }
    var drafts = CatalogDrafts()
    for (query, rows) in zip(queries, answers.dropFirst(first.count)) {
      drafts.add(rows, of: query)
    }
    let rest = answers.dropFirst(first.count + queries.count)
    drafts.addMembers(rest[rest.startIndex])
    drafts.addRemarks(rest[rest.startIndex + 1])
    drafts.addDependencies(rest[rest.startIndex + 2])
    return catalog(of: drafts, version, options)
  }

  /// What the server's texts depend on, set for the transaction: names are qualified, constants
  /// are written in one way.
  private static let surroundings: SQL = """
    select set_config('search_path', '', true), set_config('datestyle', 'ISO, MDY', true),
      set_config('intervalstyle', 'postgres', true), set_config('timezone', 'UTC', true),
      set_config('extra_float_digits', '3', true), set_config('bytea_output', 'hex', true),
      set_config('quote_all_identifiers', 'off', true), set_config('client_encoding', 'UTF8', true),
      set_config('standard_conforming_strings', 'on', true), set_config('jit', 'off', true),
      set_config('xmloption', 'content', true), set_config('row_security', 'on', true)
    """

  private static func catalog(
    of drafts: CatalogDrafts, _ version: Int, _ options: CatalogOptions
  ) -> Catalog {
    var counts = [Int](repeating: 0, count: options.ignoring.count)
    let objects = drafts.objects.filter { object in
      guard let rule = options.ignoring.firstIndex(where: { $0.matches(object.address) }) else {
        return true
      }
      counts[rule] += 1
      return false
    }
    return Catalog(
      serverVersion: version, objects: objects,
      omissions: zip(options.ignoring, counts).filter { $1 > 0 }.map {
        Omission(pattern: $0.text, count: $1)
      }, unreadable: drafts.unreadable)
  }
}

extension CatalogQuery {
  /// Relations come before their columns, and types before their attributes.
  static func all(_ version: Int, _ options: CatalogOptions) -> [CatalogQuery] {
    relations(version) + parts(version) + types(version) + routines + database(version)
      + (options.includesRoles ? roles(version) : [])
      + (options.includesDatabase ? [databaseItself] : [])
  }

  /// What extensions brought; also the functions and casts that come with a range type.
  static let members: SQL = """
    select classid, objid from pg_depend
    where deptype = 'e' or deptype = 'i' and classid in (1255, 2605)
    """

  /// Comments and security labels; those of what a database shares with others stand apart.
  static let remarks: SQL = """
    select classoid, objoid, objsubid, 'comment', description from pg_description
    where objoid >= 16384 or classoid in (2615, 3079)
    union all
    select classoid, objoid, 0, 'comment', description from pg_shdescription
    union all
    select classoid, objoid, objsubid, 'security label ' || provider, label from pg_seclabel
    union all
    select classoid, objoid, 0, 'security label ' || provider, label from pg_shseclabel
    """

  /// What was made of what: a rule stands for its view, a row type and an array for their relation
  /// or type.
  static let dependencies: SQL = """
    select distinct
      case when r.oid is not null or ad.oid is not null then 1259 else d.classid end,
      coalesce(r.ev_class, ad.adrelid, d.objid),
      case when t.typrelid <> 0 and t.typtype = 'c' and rc.relkind <> 'c' then 1259
        else d.refclassid end,
      case when t.typrelid <> 0 and t.typtype = 'c' and rc.relkind <> 'c' then t.typrelid
        when t.typelem <> 0 and t.typcategory = 'A' then t.typelem else d.refobjid end
    from pg_depend d
    left join pg_rewrite r on d.classid = 2618 and r.oid = d.objid
    left join pg_attrdef ad on d.classid = 2604 and ad.oid = d.objid
    left join pg_type t on d.refclassid = 1247 and t.oid = d.refobjid
    left join pg_class rc on rc.oid = t.typrelid
    where d.deptype = 'n' and d.refobjid >= 16384
      and d.refclassid in (1247, 1255, 1259, 3456, 2606)
    """
}
