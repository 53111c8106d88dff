import AlembicOps
import Diagnostics
import PostgresDDL
import SQLExpressions
import Testing

/// What SQLAlchemy 2.0 prints otherwise than 2.1.
@Suite struct VersionTests {
  /// What 2.0 prints and we refuse, with the reason.
  private static let refused: [String: String] = [
    "op.create_table('t', sa.Column('e', sa.Enum('a', name='integer')))":
      "a type of its own with the name of a built-in one"
  ]

  @Test func `prints what Alembic prints with SQLAlchemy 2.0, byte for byte`() throws {
    let probes = try Probe.all(in: "version-probes.json")
    #expect(probes.count > 20)
    for probe in probes {
      let result = Revision(body: probe.code).upgrade(
        EvaluationOptions(form: .offline, sqlAlchemy: .v2_0))
      switch result {
      case .success(let statements):
        let sql = statements.map { $0.sql + ";" }.joined(separator: "\n\n")
        #expect(sql == probe.sql, "\(probe.code)")
      case .failure(let refusal):
        #expect(
          probe.isError || Self.refused[probe.code] != nil,
          "\(probe.code) \(refusal.diagnostics.map(\.message))")
      }
    }
  }
}
