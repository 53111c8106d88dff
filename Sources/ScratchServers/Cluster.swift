internal import CProcess
internal import Digests
internal import Files
package import Postgres

/// A data folder with the server that may run on it: made, started and stopped here.
///
/// Nothing is locked: whoever calls sees to it that nobody else does.
package struct Cluster: Sendable, Hashable {
  package let installation: PostgresInstallation
  /// The user that the server runs as.
  package let user: ServerUser
  /// Holds everything of this cluster; only its user can enter.
  package let folder: String
  package let socketFolder: String
  let settings: ClusterSettings
  let environment: [String: String]

  package var dataFolder: String { "\(folder)/data" }
  package var log: String { "\(folder)/server.log" }
  var socket: String { "\(socketFolder)/.s.PGSQL.\(settings.port)" }

  package init(
    installation: PostgresInstallation, user: ServerUser, folder: String,
    settings: ClusterSettings, environment: [String: String]
  ) throws(ServerError) {
    self.installation = installation
    self.user = user
    self.folder = folder
    self.settings = settings
    self.environment = ServerEnvironment.variables(from: environment)
    socketFolder = try Self.socketFolder(for: folder, user: user)
  }

  /// The cluster's own folder if the system takes a socket with such a path; else one in `/tmp`.
  private static func socketFolder(
    for folder: String, user: ServerUser
  ) throws(ServerError) -> String {
    // The list of folders has no way to write a double quote.
    let isWritable = !folder.contains("\"") && !folder.contains("\\")
    let own = "\(folder)/socket"
    let limit = cprocess_socket_path_limit() - "/.s.PGSQL.5432".utf8.count
    if own.utf8.count <= limit, isWritable { return own }
    return "/tmp/migrate-\(user.uid)-\(shortDigest(folder))"
  }

  /// The words that libpq takes to open a session: as who owns the databases, unless said otherwise.
  package func parameters(
    database: String, user: String = Cluster.owner
  ) -> [(keyword: String, value: String)] {
    [
      ("host", socketFolder), ("port", settings.port), ("user", user), ("dbname", database),
      ("connect_timeout", "10"),
    ]
  }

  /// Who makes databases and roles; the platform's superuser has this name too.
  package static let superuser = "supabase_admin"

  /// Who owns the databases, and as whom projects connect.
  ///
  /// A superuser as well, until the Supabase baseline takes that away.
  package static let owner = "postgres"

  /// The address of a database as other programs take it; it holds no secret.
  package func url(database: String) -> String {
    let name = percentEncoded(database, keeping: "")
    let host = percentEncoded(socketFolder, keeping: "/")
    return "postgresql://\(Self.owner)@/\(name)?host=\(host)&port=\(settings.port)"
  }

  /// Opens a session as superuser.
  package func connect(to database: String) throws(ServerError) -> Connection {
    do {
      return try Connection.open(parameters(database: database, user: Self.superuser))
    } catch {
      throw .database(doing: "connect to '\(database)'", error)
    }
  }

  /// Whether `initdb` came to its end here.
  var isMade: Bool { FileSystem.isFile("\(dataFolder)/global/pg_control") }

  /// Makes the data folder, which must not be there, in the cluster's folder, which must.
  package func make() throws(ServerError) {
    let locale = cprocess_has_locale("C.UTF-8") ? "C.UTF-8" : "C"
    var arguments = [
      "--pgdata=\(dataFolder)", "--username=\(Self.superuser)", "--encoding=UTF8",
      "--locale=\(locale)", "--auth-local=trust", "--auth-host=reject",
    ]
    if !settings.isDurable { arguments.append("--no-sync") }
    let initdb = Subprocess(
      installation.program("initdb"), arguments, environment: environment,
      workingDirectory: folder, user: user)
    let result = try initdb.run(timeLimit: .seconds(180))
    guard result.succeeded, isMade else {
      let words = (result.errors.isEmpty ? result.output : result.errors)
        .split(separator: "\n").map(String.init)
      throw .initFailed(output: words.last ?? "it ended with \(result.ending)")
    }
    try makeOwner()
  }

  /// Makes the role that databases belong to, before the first start: without it nobody can connect.
  private func makeOwner() throws(ServerError) {
    let single = Subprocess(
      installation.program("postgres"), ["--single", "-D", dataFolder, "postgres"],
      environment: environment, workingDirectory: folder, user: user)
    let owner = Identifier(Self.owner).quoted
    let result = try single.run(
      input: """
        create role \(owner) superuser createdb createrole replication bypassrls login;
        alter database postgres owner to \(owner);

        """, timeLimit: .seconds(60))
    guard result.succeeded, !result.errors.contains("ERROR:") else {
      let lines = result.errors.split(separator: "\n").map(String.init)
      throw .initFailed(output: lines.last ?? "it ended with \(result.ending)")
    }
  }

  /// What the server is started with, where the program finds our extensions too.
  func serverProgram() throws(ServerError) -> String {
    try ServerPrograms(
      installation: installation, folder: "\(folder)/programs", environment: environment,
      user: user
    ).program()
  }

  /// Whether the extensions that a running server finds are those of this release of ours.
  ///
  /// A server outlives the program that started it, and a newer one may come.
  var hasCurrentStandIns: Bool {
    guard let options = try? FileSystem.read("\(dataFolder)/postmaster.opts") else { return true }
    let program = String(decoding: options.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    guard let place = program.firstRange(of: "/\(Path.name(folder))/programs/") else { return true }
    let tree = program[place.upperBound...].prefix { $0 != "/" }
    return ServerPrograms.isCurrent("\(folder)/programs/\(tree)")
  }
}

/// Sixteen hexadecimal digits that stand for a text.
func shortDigest(_ text: String) -> String { String(SHA256.hex(text).prefix(16)) }

/// A text as it stands in a URL: all but letters, digits, `-._~` and the kept ones is escaped.
func percentEncoded(_ text: String, keeping kept: String) -> String {
  let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~\(kept)".utf8)
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    if plain.contains(byte) {
      bytes.append(byte)
    } else {
      bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
