package import ScratchServers
private import Files
private import Glibc

/// What a server's log says, from now on, of processes that were killed.
///
/// A server takes sessions until it has noticed, and ends them all then; whoever has reached one may
/// have been too early.
package struct CrashWatch: Sendable {
  private let log: String
  private let start: Int

  package init(_ cluster: Cluster) {
    log = cluster.log
    start = (try? FileSystem.read(cluster.log).count) ?? 0
  }

  /// Waits until the server has recovered from so many crashes.
  /// - Returns: false when it has not within a minute.
  @discardableResult package func waitForRecovery(crashes: Int = 1) -> Bool {
    for _ in 0..<6_000 {
      if hasRecovered(crashes: crashes) { return true }
      usleep(10_000)
    }
    return false
  }

  private func hasRecovered(crashes: Int) -> Bool {
    let lines = String(
      decoding: ((try? FileSystem.read(log)) ?? []).dropFirst(start), as: UTF8.self
    )
    .split(separator: "\n")
    let ends = lines.indices.filter { lines[$0].contains("was terminated by signal 9") }
    guard ends.count >= crashes, let last = ends.last else { return false }
    return lines[last...].contains { $0.contains("ready to accept connections") }
  }
}
