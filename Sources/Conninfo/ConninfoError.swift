package import Diagnostics

/// Why a text is no address of a database; never carries any of the text itself.
package enum ConninfoError: Error, Sendable, Hashable {
  /// A part of an address that people know by name.
  package enum Part: String, Sendable, Hashable {
    case user
    case password
    case host
    case port
    case database
  }

  case empty
  case notAnAddress
  case unsupportedScheme
  case unsupportedDriver
  case malformed(Part)
  case badEncoding(Part)
  case portCount(hosts: Int, ports: Int)
  /// Named by position: its name may be a piece of a password that was not encoded.
  case unknownOption(position: Int, suggestion: String?)
  case unsupportedOption(String)
  case badOptionValue(String, allowed: [String])
  case openQuote(String?)
  case missingEquals(position: Int)
}

extension ConninfoError {
  package var message: String {
    switch self {
    case .empty: "it is empty"
    case .notAnAddress: "it is neither a URL nor a list of 'keyword=value'"
    case .unsupportedScheme: "the scheme is not one of PostgreSQL"
    case .unsupportedDriver: "the driver after '+' is not known"
    case .malformed(.port): "the port is not a number from 1 to 65535"
    case .malformed(let part): "the \(part.rawValue) is not well formed"
    case .badEncoding(let part): "the percent-encoding of the \(part.rawValue) is broken"
    case .portCount(let hosts, let ports): "it has \(hosts) hosts but \(ports) ports"
    case .unknownOption(let position, _): "option \(position) is not known"
    case .unsupportedOption(let name): "the option '\(name)' is not supported"
    case .badOptionValue(let name, _): "the value of '\(name)' is not allowed"
    case .openQuote(let name?): "the quoted value of '\(name)' does not end"
    case .openQuote(nil): "a quoted value does not end"
    case .missingEquals(let position): "option \(position) has no '='"
    }
  }

  package var hint: String? {
    switch self {
    case .empty, .notAnAddress, .unsupportedScheme:
      "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
    case .unsupportedDriver:
      "use psycopg, psycopg2, psycopg2cffi, asyncpg or pg8000, or leave the driver out"
    case .missingEquals:
      "write NAME=VALUE; in a list of keywords quote a value with blanks, in a URL percent-encode it"
    case .malformed, .badEncoding:
      "write '%', '@', ':', '/', '?' and blanks in names and passwords percent-encoded"
    case .portCount: "give one port for all hosts or one for each"
    case .unknownOption(_, let suggestion): suggestion.map { "did you mean '\($0)'" }
    case .unsupportedOption(let name): ConnectionOptions.refused[name]
    case .badOptionValue(_, let allowed):
      allowed.isEmpty ? nil : "use one of " + allowed.joined(separator: ", ")
    case .openQuote: "close the quote; inside, write \\' for a quote and \\\\ for a backslash"
    }
  }

  /// The error as people see it; `key` is the variable, flag or setting that holds the address.
  package func diagnostic(key: String, at location: SourceLocation? = nil) -> Diagnostic {
    Diagnostic(
      .error, "invalid-connection", "'\(key)' is not an address of a database: \(message)",
      at: location, hint: hint)
  }
}
