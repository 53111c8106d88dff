import AlembicOps
import Diagnostics
import SQLExpressions
import Testing

/// Revisions as projects of all kinds write them, with what real Alembic prints.
@Suite struct ShapeTests {
  @Test func `are printed byte for byte`() throws {
    let probes = try Probe.all(in: "shape-probes.json")
    #expect(probes.count > 50)
    for probe in probes {
      switch Revision(text: probe.code).upgrade(.offline) {
      case .success(let statements):
        let sql = statements.map { $0.sql + ";" }.joined(separator: "\n\n")
        #expect(sql == probe.sql, "\(probe.group)")
      case .failure(let refusal):
        Issue.record("\(probe.group): \(refusal.diagnostics.map(\.message))")
      }
    }
  }
}
