internal import Glibc

/// The operating system user that a server's programs run as.
package struct ServerUser: Sendable, Hashable {
  package let name: String
  package let uid: UInt32
  package let gid: UInt32

  /// Who runs this process.
  package static var current: ServerUser {
    named(uid: geteuid()) ?? ServerUser(name: "\(geteuid())", uid: geteuid(), gid: getegid())
  }

  package var isRoot: Bool { uid == 0 }
  /// Whether a program must change its user to run as this one.
  package var isSomeoneElse: Bool { uid != geteuid() }

  /// Whether root runs this process; unlike `current`, this asks no list of users.
  package static var callerIsRoot: Bool { geteuid() == 0 }

  /// Who is to run a server: the caller; for root an unprivileged user, as PostgreSQL demands.
  ///
  /// That is `MIGRATE_PG_USER` if set, else the first of `postgres` and `nobody` that exists.
  package static func forServers(
    environment: [String: String]
  ) throws(ServerError) -> ServerUser {
    let current = Self.current
    guard current.isRoot else { return current }
    if let name = environment["MIGRATE_PG_USER"], !name.isEmpty {
      guard let user = named(name) else { throw .unknownUser(name) }
      guard !user.isRoot else { throw .privilegedUser(name) }
      return user
    }
    for name in ["postgres", "nobody"] {
      if let user = named(name), !user.isRoot { return user }
    }
    throw .noUnprivilegedUser
  }

  /// The user with a name, from the system's list.
  package static func named(_ name: String) -> ServerUser? {
    lookUp { getpwnam_r(name, $0, $1, $2, $3) }
  }

  package static func named(uid: UInt32) -> ServerUser? {
    lookUp { getpwuid_r(uid, $0, $1, $2, $3) }
  }

  private typealias LookUp = (
    UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
    UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
  ) -> Int32

  private static func lookUp(_ find: LookUp) -> ServerUser? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 65536) { buffer in
      guard let base = buffer.baseAddress,
        find(&entry, base, buffer.count, &found) == 0, found != nil
      else { return nil }
      return ServerUser(name: String(cString: entry.pw_name), uid: entry.pw_uid, gid: entry.pw_gid)
    }
  }

  /// All groups, the first one included, from the system's list.
  package var groups: [UInt32] {
    var count: Int32 = 64
    var groups = [gid_t](repeating: 0, count: Int(count))
    if getgrouplist(name, gid, &groups, &count) < 0 {
      groups = [gid_t](repeating: 0, count: Int(count))
      guard getgrouplist(name, gid, &groups, &count) >= 0 else { return [gid] }
    }
    return Array(groups.prefix(Int(count)))
  }
}
