import ScratchServers
import TestSupport
import Testing

/// A way to a server, what comes of it, and what a release loads for it.
struct WayToServer: Sendable, CustomTestStringConvertible {
  enum Outcome: Equatable {
    case plain
    case encrypted
    /// With these words in a message.
    case refused(String)
  }

  let testDescription: String
  let outcome: Outcome
  /// The libraries, among all that libpq may need, in the order of `libraries`.
  let loads: [String]
  /// Whether the server has TLS.
  var hasTLS = false
  /// The name of a library that cannot be loaded.
  var broken: String?
  let address: @Sendable (PasswordServer) -> String

  static let libraries = ["libpq", "libssl", "libcrypto", "libgssapi_krb5", "libldap-2"]
  private static let tcpLibraries = ["libcrypto", "libgssapi_krb5"]
  private static let tlsLibraries = ["libssl", "libcrypto", "libgssapi_krb5"]

  static let all =
    bySocket + byTCP + overTLS + (BuiltProgram.isRelease ? withoutLibraries : [])

  private static let bySocket = [
    WayToServer("a socket that trusts", .plain, loads: []) { $0.socketURL("postgres", "postgres") },
    WayToServer("a socket that asks for a password", .plain, loads: ["libcrypto"]) {
      $0.socketURL("app", "postgres")
    },
  ]

  private static let byTCP = [
    tcp("a port", "sslmode=disable&gssencmode=disable", .plain, loads: ["libcrypto"]),
    tcp("a port without TLS", "sslmode=prefer&gssencmode=prefer", .plain, loads: tcpLibraries),
    tcp(
      "a port without Kerberos", "gssencmode=require",
      .refused("GSSAPI encryption required but was impossible"), loads: ["libgssapi_krb5"]),
    WayToServer("a password in a file", .plain, loads: tcpLibraries) {
      "postgresql://app@127.0.0.1:\($0.port)/postgres"
    },
    WayToServer(
      "a wrong password", .refused("password authentication failed for user \"app\""),
      loads: tcpLibraries
    ) { $0.url("app", "postgres", password: PasswordServer.encodedWrongPassword) },
    WayToServer("a port that nobody listens on", .refused("Connection refused"), loads: []) { _ in
      "postgresql://app@127.0.0.1:1/postgres"
    },
  ]

  private static let overTLS = [
    tls("TLS", "sslmode=require", .encrypted),
    tls("TLS where nothing was said", "connect_timeout=9", .encrypted),
    tls("a certificate of this host", host: "localhost", root: "server.crt", .encrypted),
    tls(
      "a certificate of another host", root: "server.crt",
      .refused("does not match host name \"127.0.0.1\"")),
    tls(
      "a certificate that nobody vouches for", host: "localhost", root: "other.crt",
      .refused("certificate verify failed")),
  ]

  private static let withoutLibraries = [
    tls("TLS without libssl", "sslmode=require", .refused("libssl.so.3: file too short"))
      .lacking("libssl.so.3"),
    WayToServer(
      "a password without libcrypto", .refused("libcrypto.so.3: file too short"),
      loads: ["libcrypto"]
    ) { $0.socketURL("app", "postgres") }.lacking("libcrypto.so.3"),
    WayToServer("a socket without libssl", .plain, loads: []) {
      $0.socketURL("postgres", "postgres")
    }.lacking("libssl.so.3"),
    tcp(
      "a port without libgssapi", "gssencmode=prefer",
      .plain, loads: tcpLibraries
    ).lacking("libgssapi_krb5.so.2"),
  ]
}

extension WayToServer {
  private init(
    _ name: String, _ outcome: Outcome, loads: [String],
    _ address: @escaping @Sendable (PasswordServer) -> String
  ) {
    testDescription = name
    self.outcome = outcome
    self.loads = loads
    self.address = address
  }

  private static func tcp(
    _ name: String, _ options: String, _ outcome: Outcome, loads: [String]
  ) -> WayToServer {
    WayToServer(name, outcome, loads: loads) { "\($0.url("app", "postgres"))?\(options)" }
  }

  private static func tls(_ name: String, _ options: String, _ outcome: Outcome) -> WayToServer {
    var way = tcp(name, options, outcome, loads: tlsLibraries)
    way.hasTLS = true
    return way
  }

  /// TLS where the server's certificate has to be one that `root` vouches for, and the host's.
  private static func tls(
    _ name: String, host: String = "127.0.0.1", root: String, _ outcome: Outcome
  ) -> WayToServer {
    var way = WayToServer(name, outcome, loads: tlsLibraries) { server in
      let address = server.url("app", "postgres").replacing("127.0.0.1", with: host)
      return
        "\(address)?sslmode=verify-full&sslrootcert=\(server.server.cluster.dataFolder)/\(root)"
    }
    way.hasTLS = true
    return way
  }

  private func lacking(_ library: String) -> WayToServer {
    var way = self
    way.broken = library
    return way
  }
}
