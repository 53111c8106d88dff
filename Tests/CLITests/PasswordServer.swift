import Files
import Glibc
import Postgres
import ScratchServers
import TestSupport

/// The server that scenarios run against: its roles have passwords, and their spelling is awkward.
struct PasswordServer: Sendable {
  let server: TestServer
  let port: String

  /// Characters that every part of an address could be broken by.
  static let password = "p@ss/w:rd %4é"
  static let encodedPassword = "p%40ss%2Fw%3Ard%20%254%C3%A9"
  /// What a user mistypes is a secret as well.
  static let wrongPassword = "wr0ng#Geheim?"
  static let encodedWrongPassword = "wr0ng%23Geheim%3F"

  static let search = SecretSearch(
    passwords: [password, wrongPassword], fragments: ["ss/w:rd", "w:rd %4", "0ng#Geh"])

  /// Started at its first use and shared by all scenarios.
  static let shared = Result { try PasswordServer(.askingForPasswords()) }
  /// The same with TLS.
  static let overTLS = Result { try PasswordServer(.askingForPasswords(hasTLS: true)) }

  private init(_ server: TestServer) throws {
    self.server = server
    port = server.cluster.parameters(database: "").first { $0.keyword == "port" }?.value ?? ""
    var session = try server.cluster.connect(to: "postgres")
    // The log is searched for the password later on.
    try session.execute(text: "SET log_statement = 'none'")
    // The owner of the database, somebody it may become, one that may read all, and one without
    // any privilege.
    try session.execute(
      text: """
        CREATE ROLE app_team NOLOGIN;
        CREATE ROLE app LOGIN PASSWORD '\(Self.password)' IN ROLE app_team;
        CREATE ROLE reader LOGIN PASSWORD '\(Self.password)' IN ROLE pg_read_all_data;
        CREATE ROLE guest LOGIN PASSWORD '\(Self.password)';
        """)
  }

  /// The address of a database for a role, by TCP.
  func url(_ role: String, _ database: String, password: String = encodedPassword) -> String {
    "postgresql://\(role):\(password)@127.0.0.1:\(port)/\(database)"
  }

  /// The same by the socket.
  func socketURL(_ role: String, _ database: String) -> String {
    let folder = server.cluster.socketFolder.replacing("/", with: "%2F")
    return "postgresql://\(role):\(Self.encodedPassword)@/\(database)?host=\(folder)&port=\(port)"
  }

  /// How long the server's log is now.
  var logSize: Int {
    var info = stat()
    return stat(server.cluster.log, &info) == 0 ? Int(info.st_size) : 0
  }

  /// What the server has heard since its log was so long: sessions and statements.
  ///
  /// Errors are left out. What they quote are values, which the server alone writes there.
  func heard(from start: Int) -> [UInt8] {
    var isHeard = false
    let lines = log(from: start).split(separator: UInt8(ascii: "\n"))
    return Array(
      lines.filter { line in
        // A line that goes on with an entry begins with a tab.
        if line.first != UInt8(ascii: "\t") { isHeard = line.contains(" LOG:  ".utf8) }
        return isHeard
      }.joined(separator: [UInt8(ascii: "\n")]))
  }

  private func log(from start: Int) -> [UInt8] {
    let descriptor = open(server.cluster.log, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: max(0, logSize - start))
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, start) }
    return Array(bytes.prefix(max(0, count)))
  }
}
