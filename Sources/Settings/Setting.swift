package import Diagnostics

/// A value together with who said it.
package struct Setting<Value: Sendable & Hashable>: Sendable, Hashable {
  package var value: Value
  package var origin: SettingOrigin

  package init(_ value: Value, from origin: SettingOrigin) {
    self.value = value
    self.origin = origin
  }
}

/// Where a setting comes from.
package enum SettingOrigin: Sendable, Hashable, CustomStringConvertible {
  case flag(String)
  case variable(String)
  /// A variable in a `.env` file.
  case dotenv(String, SourceLocation)
  /// A key in `migrate.toml`.
  case file(key: String, SourceLocation)
  /// Found by looking at the files of the project.
  case discovered(path: String)
  case builtIn

  /// As `doctor` shows it.
  package var description: String {
    switch self {
    case .flag(let name): "flag \(name)"
    case .variable(let name): "environment variable \(name)"
    case .dotenv(let name, let location): "\(name) in \(location)"
    case .file(let key, let location): "\(key) in \(location)"
    case .discovered(let path): "found at \(path)"
    case .builtIn: "default"
    }
  }

  /// The name under which people set it, for messages.
  package var key: String {
    switch self {
    case .flag(let name), .variable(let name), .dotenv(let name, _), .file(let name, _): name
    case .discovered(let path): path
    case .builtIn: "default"
    }
  }

  package var location: SourceLocation? {
    switch self {
    case .dotenv(_, let location), .file(_, let location): location
    case .flag, .variable, .discovered, .builtIn: nil
    }
  }
}
