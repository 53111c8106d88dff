package import Diagnostics
package import Postgres

/// Why a server of our own cannot be had.
package enum ServerError: Error, Sendable, Hashable {
  /// A folder that was looked at, and what was wrong with it.
  package struct Rejection: Sendable, Hashable {
    package let folder: String
    package let reason: String

    package init(folder: String, reason: String) {
      self.folder = folder
      self.reason = reason
    }
  }

  case noInstallation([Rejection])
  case unknownUser(String)
  case privilegedUser(String)
  case noUnprivilegedUser
  case cannotBecome(String, reason: String)
  case unreachableFolder(String, user: String, reason: String)
  case cannotExecute(String, user: String, reason: String)
  case noCacheFolder
  case foreignFolder(String, owner: String, user: String)
  case socketPathTooLong(String)
  case cannotWrite(String, reason: String)
  case initFailed(output: String)
  case wrongVersion(folder: String, found: String, wanted: Int)
  case startFailed(log: String, lastLines: [String])
  case startOutOfTime(log: String)
  case stopOutOfTime(pid: Int32)
  case runsElsewhere(String)
  case notRunning(String)
  case noProject(String)
  case database(doing: String, PostgresError)
}

extension ServerError {
  package var code: String {
    switch self {
    case .noInstallation: "no-postgresql"
    case .unknownUser, .privilegedUser, .noUnprivilegedUser, .cannotBecome: "server-user"
    case .unreachableFolder, .foreignFolder, .noCacheFolder, .socketPathTooLong, .cannotWrite,
      .noProject:
      "server-folder"
    case .cannotExecute: "cannot-execute"
    case .initFailed: "server-init-failed"
    case .wrongVersion: "server-version"
    case .startFailed, .startOutOfTime: "server-start-failed"
    case .stopOutOfTime, .runsElsewhere: "server-stop-failed"
    case .notRunning: "server-not-running"
    case .database: "server-database"
    }
  }

  package var message: String {
    switch self {
    case .noInstallation: "no PostgreSQL server of version 15 or newer is installed"
    case .unknownUser(let name): "the user '\(name)' does not exist"
    case .privilegedUser(let name): "'\(name)' is root, and PostgreSQL does not run as root"
    case .noUnprivilegedUser: "there is no user that could run PostgreSQL in place of root"
    case .cannotBecome(let name, let reason): "cannot become the user '\(name)': \(reason)"
    case .unreachableFolder(let path, let user, let reason):
      "the user '\(user)' cannot enter '\(path)': \(reason)"
    case .cannotExecute(let program, let user, let reason):
      "the user '\(user)' cannot run '\(program)': \(reason)"
    case .noCacheFolder: "there is no folder for the local server: HOME is not set"
    case .foreignFolder(let path, let owner, let user):
      "'\(path)' belongs to '\(owner)' and not to '\(user)' alone"
    case .socketPathTooLong(let path): "'\(path)' is too long a path for a socket"
    case .cannotWrite(let path, let reason): "cannot write '\(path)': \(reason)"
    case .initFailed(let output): "initdb failed: \(output)"
    case .wrongVersion(let folder, let found, let wanted):
      "'\(folder)' is a cluster of PostgreSQL \(found), not \(wanted)"
    case .startFailed(_, let lines):
      "the local server does not start: \(lines.last ?? "it says nothing")"
    case .startOutOfTime: "the local server is not ready in time"
    case .stopOutOfTime(let pid): "the local server, process \(pid), does not stop"
    case .runsElsewhere(let folder):
      "the local server in '\(folder)' runs in another container"
    case .notRunning(let folder): "the local server in '\(folder)' is not running"
    case .noProject(let path): "there is no folder '\(path)'"
    case .database(let doing, let error): "cannot \(doing): \(error.message)"
    }
  }

  package var hint: String? {
    switch self {
    case .noInstallation:
      "install it, on Debian and Ubuntu with 'apt install postgresql', or say where its programs"
        + " are with MIGRATE_PG_BIN"
    case .unknownUser, .privilegedUser, .cannotBecome:
      "name an unprivileged user in MIGRATE_PG_USER"
    case .noUnprivilegedUser: "make one and name it in MIGRATE_PG_USER, or do not run as root"
    case .unreachableFolder:
      "name a folder in MIGRATE_CACHE that this user can enter, all folders above it included"
    case .noCacheFolder, .socketPathTooLong, .cannotWrite: "name another folder in MIGRATE_CACHE"
    case .foreignFolder: "remove it, or name another folder in MIGRATE_CACHE"
    case .startFailed(let log, _), .startOutOfTime(let log):
      "the server's own words are in '\(log)'"
    case .wrongVersion: "move the folder away; a new cluster is made in its place"
    case .runsElsewhere: "stop it there"
    case .notRunning: "'migrate local start' starts it"
    case .database(_, let error): error.hint
    case .cannotExecute, .initFailed, .stopOutOfTime, .noProject: nil
    }
  }

  package var diagnostic: Diagnostic {
    let related: [Diagnostic.Related] =
      switch self {
      case .noInstallation(let rejections):
        rejections.map { Diagnostic.Related("looked in '\($0.folder)': \($0.reason)") }
      case .startFailed(_, let lines): lines.map { Diagnostic.Related($0) }
      case .database(_, let error): error.detail.map { [Diagnostic.Related($0)] } ?? []
      default: []
      }
    return Diagnostic(.error, code, message, hint: hint, related: related)
  }
}
