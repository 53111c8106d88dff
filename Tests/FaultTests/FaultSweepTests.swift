import ScratchServers
import TestSupport
import Testing

/// Promise 1: whatever happens to a run, and whenever, the next one ends where an undisturbed one would.
@Suite(.requiresServer, .serialized, .timeLimit(.minutes(600)))
struct FaultSweepTests {
  /// `make faults` says how many faults of each kind, or all of them.
  private static let wanted = TestEnvironment.variables["MIGRATE_FAULTS"]

  private func sweep(
    _ installation: PostgresInstallation, _ choose: (FaultChoice) -> [Fault]
  ) throws -> FaultReport {
    let sweep = try FaultSweep(installation)
    #expect(sweep.entryCount >= 30)
    let report = sweep.run(choose(sweep.choice))
    for failure in report.failures { Issue.record("\(failure)") }
    print("\(installation.version)\n\(report)")
    #expect(report.survived == report.tried)
    return report
  }

  @Test func `a sample of all faults is survived`() throws {
    let installation = try TestServer.shared().cluster.installation
    let report = try sweep(installation) { $0.spread(1) }
    #expect(report.tried >= 25)
  }

  @Test(.enabled("run by 'make faults'") { wanted != nil })
  func `every fault is survived`() throws {
    let wanted = try #require(Self.wanted)
    let major = TestEnvironment.variables["MIGRATE_FAULTS_SERVER"].flatMap { Int($0) } ?? 0
    let installations = try ServerRelease.allCases.map { try $0.server.cluster.installation }
    let installation = try #require(
      installations.first { major == 0 || $0.version.major == major },
      "no server of version \(major)")
    let report = try sweep(installation) { choice in
      Int(wanted).map { choice.spread($0) } ?? choice.all
    }
    #expect(report.tried >= 500)
  }
}
