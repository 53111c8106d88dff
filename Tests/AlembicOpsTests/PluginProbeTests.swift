import AlembicOps
import Diagnostics
import Files
import JSONText
import SQLExpressions
import PythonEvaluation
import PythonSyntax
import PythonText
import Testing

/// Pairs of what packages beside SQLAlchemy and Alembic are asked for, and the SQL that they print.
@Suite struct PluginProbeTests {
  /// Probes that Alembic prints and we refuse, with the reason.
  private static let refused: [String: String] = [
    "BIT()": "what it is depends on the version of pgvector",
    "Raster()": "the index that it brings is one over an expression",
    "nullable=False": "a type that changes its column, which it does in new versions",
  ]

  @Test(arguments: ["type-probes.json", "operation-probes.json"])
  func `prints what the package prints, byte for byte`(fixture: String) throws {
    for probe in try Probe.all(in: fixture) {
      switch Self.evaluated(probe) {
      case .success(let sql):
        #expect(sql.utf8.elementsEqual(probe.sql.utf8), "\(probe.code): \(sql)")
      case .failure(let refusal):
        let isExpected = probe.isError || Self.refused.keys.contains { probe.code.contains($0) }
        #expect(isExpected, "\(probe.code): \(refusal.diagnostics.map(\.message))")
      }
    }
  }

  @Test func `refuses what the package cannot print`() throws {
    for probe in try Probe.all(in: "operation-probes.json") where probe.isError {
      #expect(throws: AlembicRefusal.self, "\(probe.code)") { try Self.evaluated(probe).get() }
    }
  }

  @Test func `every listed refusal is a probe that is still refused`() throws {
    let probes = try Probe.all(in: "type-probes.json")
    for key in Self.refused.keys {
      let probe = try #require(probes.first { $0.code.contains(key) }, "\(key)")
      #expect(throws: AlembicRefusal.self, "\(key)") { try Self.evaluated(probe).get() }
    }
  }

  @Test func `a column that is named by a pair needs the database`() throws {
    let probes = try Probe.all(in: "operation-probes.json")
    let probe = try #require(probes.first { $0.sql.contains("scalar") })
    guard case .failure(let refusal) = Self.evaluated(probe) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.need == .liveData)
  }

  /// The imports of a probe stand before its function.
  private static func evaluated(_ probe: Probe) -> Result<String, AlembicRefusal> {
    let lines = probe.code.split(separator: "\n", omittingEmptySubsequences: false)
    let imports = lines.prefix { $0.hasPrefix("from ") }.joined(separator: "\n")
    let body = lines.drop { $0.hasPrefix("from ") }.joined(separator: "\n")
    let revision = Revision(body: body, prelude: Self.prelude + imports)
    return revision.upgrade(.offline).map { statements in
      statements.map { $0.sql + ";" }.joined(separator: "\n\n")
    }
  }

  private static let prelude = """
    class Colour(enum.Enum):
        red = "r"
    from alembic_utils.pg_extension import PGExtension
    from alembic_utils.pg_function import PGFunction
    from alembic_utils.pg_grant_table import PGGrantTable, PGGrantTableChoice
    from alembic_utils.pg_materialized_view import PGMaterializedView
    from alembic_utils.pg_policy import PGPolicy
    from alembic_utils.pg_trigger import PGTrigger
    from alembic_utils.pg_view import PGView
    from alembic_postgresql_enum import ColumnType, TableReference
    from alembic_postgresql_enum.sql_commands.indexes import TableIndex

    """
}
