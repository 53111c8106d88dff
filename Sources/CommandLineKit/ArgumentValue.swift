/// A type that one word of a command line can be read as.
package protocol ArgumentValue: Sendable {
  /// Reads a word; nil when it is not such a value.
  init?(argument: String)
  /// What a good word looks like, such as `a whole number`.
  static var expectation: String { get }
  /// All words that are accepted, when they can be listed.
  static var choices: [String] { get }
}

extension ArgumentValue {
  package static var choices: [String] { [] }
}

extension ArgumentValue where Self: RawRepresentable<String> & CaseIterable {
  package init?(argument: String) { self.init(rawValue: argument) }
  package static var expectation: String { "one of \(choices.joined(separator: ", "))" }
  package static var choices: [String] { allCases.map(\.rawValue) }
}

extension String: ArgumentValue {
  package init?(argument: String) { self = argument }
  package static var expectation: String { "a text" }
}

extension Int: ArgumentValue {
  package init?(argument: String) { self.init(argument) }
  package static var expectation: String { "a whole number" }
}

extension Bool: ArgumentValue {
  package init?(argument: String) {
    switch argument.lowercased() {
    case "true", "yes", "on", "1": self = true
    case "false", "no", "off", "0": self = false
    default: return nil
    }
  }
  package static var expectation: String { "yes or no" }
}
