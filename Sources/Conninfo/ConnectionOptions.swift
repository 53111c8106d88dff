internal import Diagnostics

/// What may be said of a connection besides where it goes.
enum ConnectionOptions {
  static let sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]

  /// Keywords that libpq knows and that are passed on.
  static let known: Set<String> = [
    "application_name", "channel_binding", "client_encoding", "connect_timeout",
    "fallback_application_name", "gssdelegation", "gssencmode", "gsslib", "hostaddr", "keepalives",
    "keepalives_count", "keepalives_idle", "keepalives_interval", "krbsrvname",
    "load_balance_hosts", "options", "passfile", "require_auth", "requirepeer",
    "ssl_max_protocol_version", "ssl_min_protocol_version", "sslcert", "sslcertmode",
    "sslcompression", "sslcrl", "sslcrldir", "sslkey", "sslmode", "sslrootcert", "sslsni",
    "target_session_attrs", "tcp_user_timeout",
  ]

  /// Keywords that stand for fields of their own.
  static let fields: Set<String> = ["host", "port", "user", "password", "dbname", "sslpassword"]

  /// Keywords that libpq knows and that are not accepted, with what to do instead.
  static let refused = [
    "service": "write the address of the service out, so that it can be judged",
    "replication": "leave it out: migrations need a normal connection",
    "requiressl": "write sslmode=require",
  ]

  /// Options of drivers, pools and other tools that say nothing about where the database is.
  static let foreign: Set<String> = [
    "async_fallback", "command_timeout", "connection_limit", "executemany_batch_page_size",
    "executemany_mode", "max_cached_statement_lifetime", "max_cacheable_statement_size",
    "pgbouncer", "pool_timeout", "prepare_threshold", "prepared_statement_cache_size", "schema",
    "socket_timeout", "statement_cache_size", "tcp_keepalive", "timeout", "use_native_unicode",
  ]

  private static let choices: [String: [String]] = [
    "sslmode": sslModes,
    "target_session_attrs": [
      "any", "read-write", "read-only", "primary", "standby", "prefer-standby",
    ],
    "channel_binding": ["disable", "prefer", "require"],
    "gssencmode": ["disable", "prefer", "require"],
    "load_balance_hosts": ["disable", "random"],
  ]

  private static let numbers: Set<String> = [
    "connect_timeout", "keepalives", "keepalives_count", "keepalives_idle",
    "keepalives_interval", "tcp_user_timeout",
  ]

  static func check(_ name: String, _ value: String) throws(ConninfoError) {
    if let allowed = choices[name], !allowed.contains(value) {
      throw .badOptionValue(name, allowed: allowed)
    }
    if numbers.contains(name), Int32(value) == nil {
      throw .badOptionValue(name, allowed: ["a whole number"])
    }
  }
}

/// Gathers the parts of an address as they are read, and judges the whole at the end.
struct ConnectionBuilder {
  var info = ConnectionInfo()
  private var hosts: [String] = []
  private var ports: [Int?] = []
  private let driver: SQLAlchemyDriver?

  init(driver: SQLAlchemyDriver? = nil) { self.driver = driver }

  mutating func addHost(_ host: String, port: Int?) {
    hosts.append(host)
    ports.append(port)
  }

  /// Takes one option; `position` counts from 1.
  mutating func set(_ name: String, _ value: String, position: Int) throws(ConninfoError) {
    switch name {
    case "host": try setHosts(value)
    case "port": ports = try Self.ports(value)
    case "user": info.user = value
    case "password": info.password = Secret(value)
    case "dbname": info.database = value
    case "sslpassword": info.keyPassword = Secret(value)
    case "ssl" where driver == .asyncpg || driver == .pg8000 || value == "true":
      let mode = value == "true" ? "require" : value
      guard ConnectionOptions.sslModes.contains(mode) else {
        throw .badOptionValue("ssl", allowed: ConnectionOptions.sslModes)
      }
      info["sslmode"] = mode
    case _ where ConnectionOptions.known.contains(name):
      if value.isEmpty { return }
      try ConnectionOptions.check(name, value)
      info[name] = value
    case _ where ConnectionOptions.refused[name] != nil: throw .unsupportedOption(name)
    case _ where ConnectionOptions.foreign.contains(name): info.ignoredOptions.append(name)
    default:
      let names = ConnectionOptions.known.union(ConnectionOptions.fields).sorted()
      throw .unknownOption(
        position: position, suggestion: Suggestion.nearest(to: name, among: names))
    }
  }

  func finish() throws(ConninfoError) -> ConnectionInfo {
    var result = info
    var ports = ports
    if ports.count == 1, hosts.count > 1 {
      ports = Array(repeating: ports[0], count: hosts.count)
    }
    if hosts.isEmpty, ports.count == 1, let port = ports[0] {
      result.endpoints = [ConnectionInfo.Endpoint(host: "", port: port)]
      return result
    }
    guard ports.isEmpty || ports.count == hosts.count else {
      throw .portCount(hosts: hosts.count, ports: ports.count)
    }
    for (index, host) in hosts.enumerated() {
      guard Self.isHost(host) else { throw .malformed(.host) }
      let port = ports.isEmpty ? nil : ports[index]
      result.endpoints.append(ConnectionInfo.Endpoint(host: host, port: port))
    }
    if result.endpoints.allSatisfy({ $0.host.isEmpty && $0.port == nil }) {
      result.endpoints = []
    }
    return result
  }

  /// In libpq a list replaces what was said before; SQLAlchemy repeats `host=NAME:PORT`.
  private mutating func setHosts(_ value: String) throws(ConninfoError) {
    guard driver != nil else {
      hosts = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if ports.allSatisfy({ $0 == nil }) { ports = [] }
      return
    }
    if hosts == [""] { (hosts, ports) = ([], []) }
    for entry in value.split(separator: ",") {
      let pieces = entry.split(separator: ":", omittingEmptySubsequences: false)
      guard pieces.count == 2, !entry.hasPrefix("/") else {
        addHost(String(entry), port: nil)
        continue
      }
      addHost(String(pieces[0]), port: try Self.port(String(pieces[1])))
    }
  }

  private static func ports(_ value: String) throws(ConninfoError) -> [Int?] {
    var result: [Int?] = []
    for piece in value.split(separator: ",", omittingEmptySubsequences: false) {
      result.append(try port(String(piece)))
    }
    return result
  }

  /// A port; nil when the text is empty, which means the default.
  static func port(_ text: String) throws(ConninfoError) -> Int? {
    if text.isEmpty { return nil }
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(text),
      (1...65535).contains(port)
    else { throw .malformed(.port) }
    return port
  }

  private static func isHost(_ host: String) -> Bool {
    if host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") { return true }
    return host.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"), 0x80...:
        true
      default: false
      }
    }
  }
}

/// A driver that SQLAlchemy names after `+`.
enum SQLAlchemyDriver: String {
  case psycopg
  case psycopgAsync = "psycopg_async"
  case psycopg2
  case psycopg2cffi
  case asyncpg
  case pg8000
}
