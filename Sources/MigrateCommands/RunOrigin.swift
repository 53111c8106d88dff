import Files
import Glibc

/// Where a run comes from: who, on what machine, from which commit.
struct RunOrigin: Sendable {
  let commit: String?
  let actor: String?
  let host: String?

  init(root: String, variables: [String: String]) {
    func variable(_ names: String...) -> String? {
      names.lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
    }
    commit = variable("GITHUB_SHA", "CI_COMMIT_SHA", "GIT_COMMIT") ?? Self.commit(above: root)
    actor =
      variable("GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILD_USER", "SUDO_USER", "USER", "LOGNAME")
      ?? Self.userName
    host = variable("HOSTNAME") ?? Self.hostName
  }

  private static var userName: String? {
    getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) }
  }

  private static var hostName: String? {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return nil }
    return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
  }

  /// The commit that is checked out, read from git's own files; nil outside a repository.
  private static func commit(above folder: String) -> String? {
    var folder = folder
    while !FileSystem.isDirectory("\(folder)/.git") {
      let parent = Path.parent(folder)
      guard parent != folder, folder.hasPrefix("/") else { return nil }
      folder = parent
    }
    guard let head = line("\(folder)/.git/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return head }
    let name = String(head.dropFirst(5))
    if let commit = line("\(folder)/.git/\(name)") { return commit }
    let packed = (try? FileSystem.read("\(folder)/.git/packed-refs")) ?? []
    return String(decoding: packed, as: UTF8.self).split(separator: "\n")
      .first { $0.hasSuffix(" \(name)") }.map { String($0.prefix { $0 != " " }) }
  }

  private static func line(_ path: String) -> String? {
    guard let bytes = try? FileSystem.read(path) else { return nil }
    return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
  }
}
