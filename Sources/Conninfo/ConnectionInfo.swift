/// Where a database is and how to reach it: a value that prints without its password.
package struct ConnectionInfo: Sendable, Hashable, CustomStringConvertible,
  CustomDebugStringConvertible
{
  /// One server: a name or address with its port, or a directory with a socket in it.
  package struct Endpoint: Sendable, Hashable {
    /// A host name, an address, or the absolute path of a socket directory.
    package var host: String
    package var port: Int?

    package init(host: String, port: Int? = nil) {
      self.host = host
      self.port = port
    }

    /// Whether this is a directory (or, with `@`, an abstract name) and not a host.
    package var isSocket: Bool { host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") }
  }

  /// Any other keyword of libpq with its value.
  package struct Parameter: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// In the order in which they are tried; none means libpq's own default, a socket.
  package var endpoints: [Endpoint]
  package var user: String?
  package var password: Secret?
  package var database: String?
  /// The password of the client's key.
  package var keyPassword: Secret?
  package var parameters: [Parameter]
  /// Options of other tools that mean nothing to libpq and were left out.
  package var ignoredOptions: [String]

  package init(
    endpoints: [Endpoint] = [], user: String? = nil, password: Secret? = nil,
    database: String? = nil, keyPassword: Secret? = nil, parameters: [Parameter] = [],
    ignoredOptions: [String] = []
  ) {
    self.endpoints = endpoints
    self.user = user
    self.password = password
    self.database = database
    self.keyPassword = keyPassword
    self.parameters = parameters
    self.ignoredOptions = ignoredOptions
  }

  /// The value of one of `parameters`; setting nil takes it out.
  package subscript(_ name: String) -> String? {
    get { parameters.last { $0.name == name }?.value }
    set {
      let index = parameters.firstIndex { $0.name == name }
      parameters.removeAll { $0.name == name }
      guard let newValue else { return }
      parameters.insert(Parameter(name, newValue), at: min(index ?? .max, parameters.count))
    }
  }

  /// Everything as libpq takes it, passwords included: for `PQconnectdbParams` alone.
  ///
  /// To be passed with `expand_dbname` off, or else a database name could be a whole address.
  package var keywords: [(keyword: String, value: String)] {
    var all: [(keyword: String, value: String)] = []
    if !endpoints.isEmpty {
      all.append(("host", endpoints.map(\.host).joined(separator: ",")))
      if endpoints.contains(where: { $0.port != nil }) {
        let ports = endpoints.map { $0.port.map(String.init) ?? "" }
        all.append(("port", ports.joined(separator: ",")))
      }
    }
    if let user { all.append(("user", user)) }
    if let password { all.append(("password", password.reveal())) }
    if let database { all.append(("dbname", database)) }
    if let keyPassword { all.append(("sslpassword", keyPassword.reveal())) }
    all += parameters.map { ($0.name, $0.value) }
    return all.filter { !$0.value.isEmpty }
  }

  /// What an address is taken to say unless it says something else: the name under which the server
  /// lists a session, and after how long a server that does not answer is given up.
  ///
  /// The system's own keepalives begin after two hours (tcp(7)): a run whose server has vanished would
  /// sit there as long. With these it is over after a minute, in whatever it waits for. A server that is
  /// there and works says so to each question, however long its statement takes.
  package static let defaults: [(keyword: String, value: String)] = [
    ("application_name", "migrate"), ("connect_timeout", "10"), ("keepalives_idle", "30"),
    ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "60000"),
  ]

  /// All texts in here that must never be shown.
  package var secrets: [Secret] { [password, keyPassword].compactMap(\.self) }

  /// The address as people may see it: the password as `***`, and no parameter that could hide one.
  package var redactedURL: String {
    var url = "postgresql://"
    if let user { url += PercentEncoding.encode(user) }
    if password != nil { url += ":***" }
    if user != nil || password != nil { url += "@" }
    url += endpoints.map(\.urlText).joined(separator: ",")
    if let database { url += "/" + PercentEncoding.encode(database) }
    let shown = parameters.filter { Self.harmless.contains($0.name) }
    if !shown.isEmpty {
      let pairs = shown.map { "\($0.name)=\(PercentEncoding.encode($0.value, keeping: "/"))" }
      url += "?" + pairs.joined(separator: "&")
    }
    return url
  }

  package var description: String { redactedURL }
  package var debugDescription: String { redactedURL }

  private static let harmless: Set<String> = [
    "application_name", "connect_timeout", "hostaddr", "sslmode", "sslrootcert",
    "target_session_attrs",
  ]
}

extension ConnectionInfo.Endpoint {
  fileprivate var urlText: String {
    let name = host.contains(":") && !isSocket ? "[\(host)]" : PercentEncoding.encode(host)
    return name + (port.map { ":\($0)" } ?? "")
  }
}
