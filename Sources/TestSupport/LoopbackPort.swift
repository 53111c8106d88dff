internal import Glibc
package import ScratchServers

/// Ports on 127.0.0.1.
package enum LoopbackPort {
  /// A port that nobody listens on; another process may take it before the caller does.
  package static func free() throws(ServerError) -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard isBound else {
      throw .cannotWrite("127.0.0.1", reason: String(cString: strerror(errno)))
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
