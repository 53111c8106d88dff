import ScratchServers
import TestSupport
import Testing

/// Promise 1: whatever happens to a run, and whenever, the next one ends where an undisturbed one would.
@Suite(.requiresServer, .serialized, .timeLimit(.minutes(600)))
struct FaultSweepTests {
  private func sweep(
    _ installation: PostgresInstallation, diskSize: Int? = nil,
    _ choose: (FaultChoice) -> [Fault]
  ) throws -> FaultReport {
    let sweep = try FaultSweep(installation, diskSize: diskSize)
    #expect(sweep.entryCount >= 40)
    let report = sweep.run(choose(sweep.choice))
    for failure in report.failures { Issue.record("\(failure)") }
    print("PostgreSQL \(installation.version), a plan of \(sweep.entryCount)\n\(report)")
    #expect(report.survived == report.tried)
    return report
  }

  @Test func `a sample of all faults is survived`() throws {
    let installation = try TestServer.shared().cluster.installation
    let report = try sweep(installation) { FaultChoice.spread($0.all, 1) }
    #expect(report.tried >= 25)
  }

  /// The server that is asked for.
  private func installation() throws -> PostgresInstallation {
    let all = try ServerRelease.allCases.map { try $0.server.cluster.installation }
    return try #require(
      all.first { FaultWish.major == nil || FaultWish.major == $0.version.major },
      "no server of the version that is asked for")
  }

  @Test(.enabled("run by 'make faults'") { FaultWish.isFull })
  func `every fault is survived`() throws {
    let report = try sweep(installation()) { FaultWish.choose($0.all) }
    #expect(report.tried >= 500)
  }

  @Test(
    .enabled("run by 'make faults', where mounting is allowed") {
      FaultWish.isFull && SmallDisk.isAllowed
    })
  func `a full disk is survived wherever it is noticed`() throws {
    let report = try sweep(installation(), diskSize: 192) { FaultWish.choose($0.ofFullDisk) }
    #expect(report.tried >= 2)
  }
}
