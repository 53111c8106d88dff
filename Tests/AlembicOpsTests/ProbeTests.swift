import AlembicOps
import Diagnostics
import PostgresDDL
import SQLExpressions
import SQLText
import Testing

extension String {
  /// The text cut at blanks, tabs and line ends.
  fileprivate var words: [Substring] { split { $0 == " " || $0 == "\t" || $0 == "\n" } }
}

/// Pairs of operations and the SQL that real Alembic prints for them.
@Suite struct ProbeTests {
  /// Probes that Alembic prints and we refuse, with the reason.
  static let refused: [String: String] = [
    "op.execute(sa.text('UPDATE t SET a = :v'))":
      "offline prints NULL for a bind without value, online fails",
    "op.execute(\"UPDATE t SET x = '12:34:56', y = ':foo'\")":
      "offline prints NULL for a bind without value, online fails",
    "op.get_bind().execute(sa.text('UPDATE t SET a = :v'), {'v': 1})":
      "offline drops the parameters; online they are kept",
    "op.execute(sa.func.foo('x'))": "prints no statement",
    "t = op.create_table('t', sa.Column('id', sa.String, default='x', onupdate='z', "
      + "primary_key=True), sa.Column('name', sa.String, onupdate='z'))\n"
      + "op.execute(t.update().values(id='x'))":
      "offline prints NULL for what Python computes, online computes it",
    "t = op.create_table('t', sa.Column('id', sa.Integer), "
      + "sa.Column('name', sa.String, default='y'))\nop.bulk_insert(t, [{'id': 1}])":
      "offline prints NULL for what Python computes, online computes it",
  ]

  /// Probes that were printed with other settings in `env.py` than the evaluator knows.
  static let otherSettings = [
    "naming_convention(target_metadata)", "execute (default pyformat paramstyle)",
    "execute (no literal_binds)",
  ]

  @Test(arguments: ["alembic-probes.json", "usage-probes.json"])
  func `prints what Alembic prints, byte for byte`(fixture: String) throws {
    for probe in try Probe.all(in: fixture) where !Self.otherSettings.contains(probe.group) {
      switch probe.evaluated() {
      case .success(let sql):
        #expect(sql.utf8.elementsEqual(probe.sql.utf8), "\(probe.code): \(sql)")
      case .failure(let refusal):
        let isExpected = probe.isError || Self.refused[probe.code] != nil
        #expect(isExpected, "\(probe.code): \(refusal.diagnostics.map(\.message))")
      }
    }
  }

  @Test func `what is sent is what is printed, but for blanks and guards`() throws {
    let probes = try Probe.all(in: "alembic-probes.json") + Probe.all(in: "usage-probes.json")
    // Online, None is a JSON null.
    for probe in probes where !probe.code.contains("'j': None") {
      let revision = Revision(body: probe.code)
      guard case .success(let offline) = revision.upgrade(.offline),
        case .success(let online) = revision.upgrade(.online)
      else { continue }
      let printed = offline.filter { $0.facts?.tag != "COMMIT" && $0.facts?.tag != "BEGIN" }
        .filter { !$0.sql.hasPrefix("CREATE TYPE") && !$0.sql.hasPrefix("CREATE DOMAIN") }
        .filter { !$0.sql.hasPrefix("DROP TYPE") }
      let sent = online.filter { $0.facts?.tag != "DO" }
        .filter { !$0.sql.hasPrefix("CREATE TYPE") && !$0.sql.hasPrefix("DROP TYPE") }
      #expect(printed.map(\.sql.words) == sent.map(\.sql.words), "\(probe.code)")
      #expect(printed.map(\.range) == sent.map(\.range))
    }
  }

  @Test func `every listed refusal is a probe that is still refused`() throws {
    let probes = try Probe.all(in: "alembic-probes.json") + Probe.all(in: "usage-probes.json")
    for code in Self.refused.keys {
      let probe = try #require(probes.first { $0.code == code }, "\(code)")
      #expect(throws: AlembicRefusal.self, "\(code)") { try probe.evaluated().get() }
    }
  }

  @Test func `refuses what Alembic cannot print`() throws {
    let probes = try Probe.all(in: "alembic-probes.json") + Probe.all(in: "usage-probes.json")
    for probe in probes where probe.isError {
      #expect(throws: AlembicRefusal.self, "\(probe.code)") { try probe.evaluated().get() }
    }
  }
}
