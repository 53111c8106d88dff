/// The settings that a server of ours is started with; see `docs/decisions` for the reasons.
package struct ClusterSettings: Sendable, Hashable {
  /// Whether the server and its files survive a crash of the machine.
  package let isDurable: Bool
  package let values: [String: String]

  private static let common = [
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": "5432",
    "wal_level": "logical",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %d ",
    "synchronous_commit": "off",
    "jit": "off",
    "max_wal_size": "2GB",
    "logging_collector": "off",
    "log_destination": "stderr",
    "ssl": "off",
  ]

  /// For a developer's databases: nothing that was written a second ago is ever lost.
  package static let development = ClusterSettings(
    isDurable: true,
    values: common.merging([
      "fsync": "on", "full_page_writes": "on",
      // A database cannot be dropped before all that is new is on the disk: so little is new.
      "checkpoint_timeout": "30s",
    ]) { $1 })

  /// For databases that end with the process: as fast as it goes.
  package static let throwaway = ClusterSettings(
    isDurable: false,
    values: common.merging([
      "fsync": "off", "full_page_writes": "off", "autovacuum": "off", "log_checkpoints": "off",
    ]) { $1 })

  /// The same settings, on a TCP port of this machine too, where passwords can be asked for.
  package func listening(onLoopbackPort port: Int, logging: [String: String]) -> ClusterSettings {
    let own = ["listen_addresses": "127.0.0.1", "port": String(port)]
    return ClusterSettings(
      isDurable: isDurable, values: values.merging(own) { $1 }.merging(logging) { $1 })
  }

  /// The port, which the name of the socket carries too.
  var port: String { values["port"] ?? "5432" }

  /// Command line arguments; they win over the cluster's own files, so old clusters have them too.
  func arguments(socketFolder: String) -> [String] {
    var all = values
    // A list, in which a name with a comma or a blank stands in quotes.
    all["unix_socket_directories"] = "\"\(socketFolder)\""
    return all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
  }
}
