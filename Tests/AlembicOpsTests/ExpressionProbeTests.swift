import AlembicOps
import Diagnostics
import Files
import JSONText
import SQLExpressions
import Testing

/// Pairs of SQLAlchemy's constructs and the SQL that it writes for them offline.
@Suite struct ExpressionProbeTests {
  /// The tables of the probes, and the probes.
  private static func fixture() throws -> (prelude: String, probes: [Probe]) {
    let json = try JSON.read(try FileSystem.read("\(Fixtures.folder)/expression-probes.json"))
    let probes = try json["probes"]?.elements.map { element in
      Probe(
        group: element["group"]?.text ?? "", code: try #require(element["code"]?.text),
        sql: try #require(element["sql"]?.text))
    }
    return (try #require(json["prelude"]?.text), try #require(probes))
  }

  private static func evaluated(_ probe: Probe, _ prelude: String) -> Result<String, AlembicRefusal>
  {
    Revision(body: probe.code, prelude: "from sqlalchemy import func\n" + prelude)
      .upgrade(.offline).map { statements in
        statements.map { $0.sql + ";" }.joined(separator: "\n\n")
      }
  }

  /// What SQLAlchemy writes and we refuse: part of the code, and why.
  static let refused: [(code: String, reason: String)] = [
    ("func.pow(", "prints a bind instead of the value"),
    ("** 2", "prints a bind instead of the value"),
    ("~t.c.name.match(", "prints a bind instead of the value"),
    ("operator=sa.sql.operators.lt", "an operator by name"),
    ("[{'id': 1}, {'id': 2, 'name': 'b'}]", "SQLAlchemy drops a value"),
    ("op.execute(t.insert())", "prints binds"),
    ("op.execute(m.insert())", "prints binds"),
    ("op.execute(t.update())", "prints binds"),
    ("t.c.a + 2, func.lower(t.c.name)))", "prints binds in RETURNING"),
    ("datetime.timedelta(", "an interval of Python"),
    ("datetime.time(", "a time of Python"),
    ("t.c.tags[1:2]", "a slice"),
  ]

  @Test func `writes what SQLAlchemy writes, byte for byte`() throws {
    let (prelude, probes) = try Self.fixture()
    #expect(probes.count > 900)
    for probe in probes {
      switch Self.evaluated(probe, prelude) {
      case .success(let sql):
        #expect(sql.utf8.elementsEqual(probe.sql.utf8), "\(probe.code): \(sql)")
      case .failure(let refusal):
        let isExpected =
          probe.isError || Self.refused.contains { probe.code.contains($0.code) }
        #expect(isExpected, "\(probe.code): \(refusal.diagnostics.map(\.message))")
      }
    }
  }

  @Test func `every listed refusal is a probe that is still refused`() throws {
    let (prelude, probes) = try Self.fixture()
    for (code, _) in Self.refused {
      let found = probes.filter { $0.code.contains(code) }
      #expect(!found.isEmpty, "\(code)")
      for probe in found {
        #expect(throws: AlembicRefusal.self, "\(probe.code)") {
          try Self.evaluated(probe, prelude).get()
        }
      }
    }
  }
}
