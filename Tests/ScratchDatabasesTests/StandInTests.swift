import Postgres
import ScratchServers
import SupabaseBaseline
import TestSupport
import Testing

@Suite(.requiresServer, .supabaseDatabase, .timeLimit(.minutes(30)))
struct StandInTests {
  private func answers(_ text: String) throws -> [[String?]] {
    var session = try Connection.open(ScratchDatabase.ofThisTest().parameters)
    let statements = text.split(separator: ";").map(String.init)
    for statement in statements.dropLast() { try session.execute(text: statement) }
    return try session.query(SQL(verbatim: statements.last ?? "")).map(\.values)
  }

  @Test(arguments: ExtensionStandIn.all.map(\.name))
  func `is created by a role that is no superuser`(name: String) throws {
    let sql = """
      create extension if not exists "\(name)" cascade;
      select a.comment like 'stand-in of migrate: %' or a.comment not like '%stand-in%', e.extowner::regrole::text
      from pg_extension e join pg_available_extensions a on a.name = e.extname where e.extname = '\(name)'
      """
    #expect(try answers(sql).first?[0] == "t")
  }

  static let expectations: [(setup: String, question: String, answer: String)] = [
    ("vector", "select '[1,2,3]'::vector(3) <-> '[1,2,5]'", "2"),
    ("vector", "select '[1,0]'::vector <=> '[0,1]'", "1"),
    ("vector", "select '[1,2]'::vector <#> '[3,4]'", "-11"),
    ("vector", "select avg(v)::text from (values ('[1,2]'::vector), ('[3,4]')) t(v)", "[2,3]"),
    ("vector", "select vector_dims('{1,2,3}'::real[]::vector)", "3"),
    (
      "pg_cron",
      "select cron.schedule('a', '0 3 * * 1-5', 'select 1') = cron.schedule('a', '@daily', 'select 2')",
      "t"
    ),
    (
      "pg_cron",
      "select cron.schedule('*/5 * * * *', 'select 1') > 0 and cron.schedule('x', '30 seconds', 'y') > 0",
      "t"
    ),
    ("pgmq", "select pgmq.create('q') is null or true", "t"),
    ("pg_net", "select net.http_get('http://localhost', '{\"a\": 1}')", "1"),
    ("http", "select urlencode('a b/ü'::varchar)", "a%20b%2F%C3%BC"),
    ("hypopg", "select count(*) from hypopg_create_index('x')", "0"),
    ("pgsodium", "select (pgsodium.create_key(name := 'k')).name", "k"),
    ("pgjwt", "select valid from extensions.verify(extensions.sign('{\"a\": 1}', 'k'), 'k')", "t"),
    ("supabase_vault", "select vault.create_secret('it''s', 'n') is not null", "t"),
    (
      "postgis", "select 'point( 1.50  2)'::geography", "SRID=4326;POINT(1.5 2)"
    ),
    (
      "postgis", "select '0101000020E610000000000000000024C00000000000004540'::geometry",
      "SRID=4326;POINT(-10 42)"
    ),
    (
      // The example of PostGIS' own page of "ST_Distance": Los Angeles to Paris.
      "postgis",
      "select st_distance('POINT(-118.4079 33.9434)'::geography, 'POINT(2.5559 49.0083)'::geography)::numeric(12, 3)",
      "9124665.273"
    ),
    (
      "postgis",
      "select st_asgeojson(st_geomfromgeojson('{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,1],[1,1],[0,0]]]}'))",
      #"{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[0,0]]]}"#
    ),
    (
      "postgis",
      "select st_contains('POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1))', 'POINT(1.5 1.5)'::geometry)::text || st_contains('POLYGON((0 0,4 0,4 4,0 4,0 0))', 'POINT(1 1)'::geometry)",
      "falsetrue"
    ),
    (
      "postgis",
      "select format_type('geometry'::regtype, t) || format_type('geography'::regtype, u) from (select 0 as x) a, lateral (select geometry_typmod_in('{MultiPolygonZ,25832}') as t, geography_typmod_in('{point}') as u) b",
      "geometry(MultiPolygonZ,25832)geography(Point,4326)"
    ),
  ]

  @Test(arguments: expectations)
  func `does what migrations expect of it`(setup: String, question: String, answer: String) throws {
    let found = try answers("create extension if not exists \(setup) cascade; \(question)")
    #expect(found.first?.first == answer, "\(found)")
  }

  static let refusals = [
    ("vector", "select '[1,2]'::vector(3)", "expected 3 dimensions, not 2"),
    ("pg_cron", "select cron.schedule('a', 'every day', 'x')", "invalid schedule"),
    ("pg_cron", "select cron.unschedule('nobody')", "could not find valid entry for job"),
    ("http", "select http_get('http://localhost')", "sends no request"),
    (
      "postgis", "select 'LINESTRING(0 0,1 1)'::geometry(Point)",
      "Geometry type (LineString) does not match column type (Point)"
    ),
    (
      "postgis", "select st_setsrid('POINT(0 0)'::geometry, 3857)::geometry(Point, 4326)",
      "Geometry SRID (3857) does not match column SRID (4326)"
    ),
    ("postgis", "select 'POINT(1'::geometry", "parse error - invalid geometry"),
    ("postgis", "select null::geometry(nonsense)", "Invalid geometry type modifier: nonsense"),
    ("postgis", "select st_buffer('POINT(0 0)'::geometry, 1)", "cannot compute st_buffer"),
  ]

  @Test(arguments: refusals)
  func `refuses what its original refuses`(setup: String, question: String, message: String) throws
  {
    let error = #expect(throws: PostgresError.self) {
      _ = try answers("create extension if not exists \(setup) cascade; \(question)")
    }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "nothing")")
  }

  @Test func `an entry of the vault is read back`() throws {
    let found = try answers(
      """
      select vault.create_secret('first', 'n');
      select vault.update_secret((select id from vault.secrets where name = 'n'), 'second');
      select decrypted_secret from vault.decrypted_secrets where name = 'n'
      """)
    #expect(found == [["second"]])
  }

  @Test func `indexes of places take any number of rows, and change no answer`() throws {
    let found = try answers(
      """
      create extension postgis;
      create table t (id int, at geography(Point, 4326), g geometry);
      create index on t using gist (at);
      create index on t using gist (g);
      create index on t using spgist (g);
      create index on t using brin (g);
      create unique index on t (g);
      insert into t select i, st_point(i % 180, i % 90), st_makepoint(i, i) from generate_series(1, 3000) i;
      set enable_seqscan = off;
      select string_agg(id::text, ' ' order by id) from t where st_dwithin(at, st_point(7, 7)::geography, 10) and g && st_makeenvelope(0, 0, 400, 400)
      """)
    #expect(found == [["7 187 367"]])
  }

  @Test func `indexes of vectors can be made, written and used`() throws {
    let found = try answers(
      """
      create extension vector;
      create table t (id int, v vector(2), h halfvec(2));
      create index on t using hnsw (v vector_cosine_ops);
      create index on t using ivfflat (v vector_l2_ops);
      create index on t using hnsw ((v::halfvec(2)) halfvec_l2_ops);
      insert into t select i, format('[%s,%s]', i, i)::vector, format('[%s,%s]', i, i)::halfvec from generate_series(1, 50) i;
      select id from t order by v <-> '[7,7]' limit 1
      """)
    #expect(found == [["7"]])
  }
}
