/// A word of a command that is known by its place.
package struct PositionalSpec<Values>: Sendable {
  package enum Count: Sendable, Hashable {
    case required
    case optional
    /// All words that are left, none included.
    case rest
  }

  /// How the word is written in help, such as `<name>`.
  package let placeholder: String
  package let help: String
  package let count: Count
  let expectation: String
  let choices: [String]
  let assign: OptionSpec<Values>.Assignment

  private init(
    _ placeholder: String, _ help: String, _ count: Count, type: any ArgumentValue.Type,
    assign: @escaping OptionSpec<Values>.Assignment
  ) {
    self.placeholder = placeholder
    self.help = help
    self.count = count
    self.expectation = type.expectation
    self.choices = type.choices
    self.assign = assign
  }

  /// A word that must be there.
  package static func required<Value: ArgumentValue>(
    _ placeholder: String, _ path: any WritableKeyPath<Values, Value> & Sendable, _ help: String
  ) -> Self {
    Self(placeholder, help, .required, type: Value.self) { values, word in
      guard let value = Value(argument: word) else { return false }
      values[keyPath: path] = value
      return true
    }
  }

  /// A word that may be left out.
  package static func optional<Value: ArgumentValue>(
    _ placeholder: String, _ path: any WritableKeyPath<Values, Value?> & Sendable, _ help: String
  ) -> Self {
    Self(placeholder, help, .optional, type: Value.self) { values, word in
      guard let value = Value(argument: word) else { return false }
      values[keyPath: path] = value
      return true
    }
  }

  /// All words that are left.
  package static func rest<Value: ArgumentValue>(
    _ placeholder: String, _ path: any WritableKeyPath<Values, [Value]> & Sendable, _ help: String
  ) -> Self {
    Self(placeholder, help, .rest, type: Value.self) { values, word in
      guard let value = Value(argument: word) else { return false }
      values[keyPath: path].append(value)
      return true
    }
  }

  /// The word as it stands in a usage line.
  package var usage: String {
    switch count {
    case .required: placeholder
    case .optional: "[\(placeholder)]"
    case .rest: "[\(placeholder) ...]"
    }
  }
}
