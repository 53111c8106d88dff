import Glibc
package import Postgres

/// Where the server of a session works, as far as the server itself and this machine can tell.
///
/// An address proves nothing: a forwarded port has that of this machine, whatever answers behind it.
package struct ServerPlace: Sendable, Hashable {
  /// The address that the server takes sessions at, as it says; nil for a socket.
  package let address: String?
  /// Whether one of this machine's processes is the one that answers.
  package let isOurProcess: Bool
  /// Whether the address is one of a container's on this machine.
  package let isContainer: Bool

  /// Whether it is proved that the server is on this machine.
  package var isProvablyLocal: Bool { isOurProcess || isContainer }

  /// Asks the server, and looks at this machine.
  package init(asking session: inout Connection) throws(PostgresError) {
    let row = try session.query(
      "SELECT host(inet_server_addr()), inet_client_port(), pg_catalog.pg_backend_pid()")[0]
    address = row[0]
    isOurProcess = Self.isServer(pid: row.int(2) ?? 0, clientPort: row.int(1))
    isContainer = row[0].map { Self.isInContainerNetwork($0) } ?? false
  }

  /// Whether a process here is a server's, and works for the client at that port.
  ///
  /// PostgreSQL writes into its title who it works for: `postgres: role database host(port) state`.
  private static func isServer(pid: Int, clientPort: Int?) -> Bool {
    guard pid > 0 else { return false }
    let descriptor = open("/proc/\(pid)/cmdline", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let title = withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
    }
    guard title.hasPrefix("postgres: ") else { return false }
    guard let clientPort, clientPort > 0 else { return title.contains("[local]") }
    return title.contains("(\(clientPort))")
  }

  /// Names of interfaces that containers and virtual machines of this machine are reached through.
  private static let bridges = ["docker", "br-", "podman", "cni", "virbr", "lxc", "lxd", "incus"]

  private static func isInContainerNetwork(_ text: String) -> Bool {
    var address = in_addr()
    guard inet_pton(AF_INET, text, &address) == 1 else { return false }
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return false }
    defer { freeifaddrs(first) }
    var next = first
    while let interface = next {
      next = interface.pointee.ifa_next
      let name = String(cString: interface.pointee.ifa_name)
      guard bridges.contains(where: { name.hasPrefix($0) }),
        let own = ipv4(interface.pointee.ifa_addr), let mask = ipv4(interface.pointee.ifa_netmask),
        own & mask == address.s_addr & mask
      else { continue }
      return true
    }
    return false
  }

  private static func ipv4(_ pointer: UnsafeMutablePointer<sockaddr>?) -> UInt32? {
    guard let pointer, Int32(pointer.pointee.sa_family) == AF_INET else { return nil }
    return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
      $0.pointee.sin_addr.s_addr
    }
  }
}
