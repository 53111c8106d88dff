extension ConnectionInfo {
  /// Whether every way this connection can take ends on this machine.
  package var isLocal: Bool {
    if let addresses = self["hostaddr"] {
      // libpq connects to these, whatever the hosts are called.
      return addresses.split(separator: ",", omittingEmptySubsequences: false)
        .allSatisfy { Self.isLoopback($0.lowercased()) }
    }
    return endpoints.allSatisfy { $0.isSocket || Self.isLoopback($0.host.lowercased()) }
  }

  private static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "localhost.", "::1", "0:0:0:0:0:0:0:1"].contains(host) { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "127" else { return false }
    return parts.allSatisfy { part in
      (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (48...57).contains($0) }
    }
  }

  /// Whether libpq has one address to try: a socket, or a server that is given by its address and not by name.
  package var hasOneAddress: Bool {
    guard let only = endpoints.first, endpoints.count == 1, self["hostaddr"] == nil else {
      return false
    }
    return only.isSocket || only.host == "localhost" || only.host.contains(":")
      || only.host.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
  }

  /// Whether the address is one behind which sessions are not kept between transactions.
  package var looksLikeTransactionPooler: Bool {
    ignoredOptions.contains("pgbouncer") || endpoints.contains(where: Self.isTransactionPooler)
  }

  /// The same database through a session-mode address, where one is known.
  package var sessionModeAddress: ConnectionInfo? {
    guard looksLikeTransactionPooler, !endpoints.isEmpty else { return nil }
    var other = self
    other.ignoredOptions.removeAll { $0 == "pgbouncer" }
    for index in endpoints.indices where Self.isTransactionPooler(endpoints[index]) {
      let host = endpoints[index].host
      if endpoints[index].port == 6543 { other.endpoints[index].port = 5432 }
      // Neon: the same name without `-pooler` is the database itself.
      if let label = host.split(separator: ".").first, label.hasSuffix("-pooler") {
        other.endpoints[index].host =
          String(label.dropLast("-pooler".count)) + host.dropFirst(label.count)
      }
    }
    return other == self || other.looksLikeTransactionPooler ? nil : other
  }

  /// Supabase's shared pooler keeps sessions on port 5432 and not on 6543.
  private static func isTransactionPooler(_ endpoint: Endpoint) -> Bool {
    if endpoint.isSocket { return false }
    if endpoint.port == 6543 { return true }
    let host = endpoint.host.lowercased()
    if host.hasSuffix(".pooler.supabase.com") { return false }
    return host.contains("pooler") || host.contains("pgbouncer")
  }

  package var isPlaceholderPassword: Bool { password?.isPlaceholder ?? false }
}

// Encryption.
extension ConnectionInfo {
  /// Whether `sslmode` is set to a value that lets the connection go unencrypted.
  package var hasWeakTLS: Bool {
    self["sslmode"].map { ["disable", "allow", "prefer"].contains($0) } ?? false
  }

  /// Whether the server has to prove who it is.
  package var verifiesCertificate: Bool {
    self["sslmode"].map { ["verify-ca", "verify-full"].contains($0) } ?? false
  }

  /// Asks for TLS where the connection leaves the machine and nothing was said about it.
  ///
  /// With a root certificate configured the server has to be the one that was meant.
  package func withTLSDefaults() -> ConnectionInfo {
    guard !isLocal, self["sslmode"] == nil else { return self }
    var secured = self
    secured["sslmode"] = self["sslrootcert"] == nil ? "require" : "verify-full"
    return secured
  }
}

// Supabase projects.
extension ConnectionInfo {
  /// The database of a linked Supabase project.
  package static func supabase(projectRef: String, password: Secret) -> ConnectionInfo {
    ConnectionInfo(
      endpoints: [Endpoint(host: "db.\(projectRef).supabase.co", port: 5432)], user: "postgres",
      password: password, database: "postgres")
  }

  /// The database of a linked Supabase project through its pooler, in session mode.
  package static func supabase(
    poolerURL: String, password: Secret
  ) throws(ConninfoError) -> ConnectionInfo {
    var info = try ConnectionInfo(parsing: poolerURL)
    info = info.sessionModeAddress ?? info
    info.password = password
    return info
  }
}
