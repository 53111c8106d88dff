/// One option of a command: its names, its help, and where its value goes.
package struct OptionSpec<Values>: Sendable {
  typealias Assignment = @Sendable (inout Values, String) -> Bool

  /// The long name, with its dashes.
  package let name: String
  /// The one-letter name, with its dash.
  package let short: String?
  /// How the value is written in help, such as `<revision>`; nil for a flag.
  package let placeholder: String?
  package let help: String
  package let isRepeatable: Bool
  let expectation: String
  let choices: [String]
  /// Stores a word; false when the word is not such a value.
  let assign: Assignment

  package var takesValue: Bool { placeholder != nil }
  package var names: [String] { [short, name].compactMap(\.self) }

  private init(
    _ name: String, _ short: String?, _ placeholder: String?, _ help: String,
    isRepeatable: Bool = false, type: (any ArgumentValue.Type)? = nil,
    assign: @escaping Assignment
  ) {
    self.init(
      name: name, short: short, placeholder: placeholder, help: help, isRepeatable: isRepeatable,
      expectation: type?.expectation ?? "", choices: type?.choices ?? [], assign: assign)
  }

  private init(
    name: String, short: String?, placeholder: String?, help: String, isRepeatable: Bool,
    expectation: String, choices: [String], assign: @escaping Assignment
  ) {
    precondition(name.hasPrefix("--") && !name.contains("="), "'\(name)' is no long option name")
    self.name = name
    self.short = short
    self.placeholder = placeholder
    self.help = help
    self.isRepeatable = isRepeatable
    self.expectation = expectation
    self.choices = choices
    self.assign = assign
  }

  /// A word that switches something on, or off with `sets: false`.
  package static func flag(
    _ name: String, short: String? = nil, _ path: any WritableKeyPath<Values, Bool> & Sendable,
    sets value: Bool = true, _ help: String
  ) -> Self {
    Self(name, short, nil, help, isRepeatable: true) { values, _ in
      values[keyPath: path] = value
      return true
    }
  }

  /// An option with one value and a default.
  package static func option<Value: ArgumentValue>(
    _ name: String, short: String? = nil, _ path: any WritableKeyPath<Values, Value> & Sendable,
    _ placeholder: String, _ help: String
  ) -> Self {
    Self(name, short, placeholder, help, type: Value.self) { values, word in
      guard let value = Value(argument: word) else { return false }
      values[keyPath: path] = value
      return true
    }
  }

  /// An option with one value that may be absent.
  package static func option<Value: ArgumentValue>(
    _ name: String, short: String? = nil, _ path: any WritableKeyPath<Values, Value?> & Sendable,
    _ placeholder: String, _ help: String
  ) -> Self {
    Self(name, short, placeholder, help, type: Value.self) { values, word in
      guard let value = Value(argument: word) else { return false }
      values[keyPath: path] = value
      return true
    }
  }

  /// An option that may be given many times; the values are kept in their order.
  package static func repeated<Value: ArgumentValue>(
    _ name: String, short: String? = nil, _ path: any WritableKeyPath<Values, [Value]> & Sendable,
    _ placeholder: String, _ help: String
  ) -> Self {
    Self(name, short, placeholder, help, isRepeatable: true, type: Value.self) { values, word in
      guard let value = Value(argument: word) else { return false }
      values[keyPath: path].append(value)
      return true
    }
  }

  /// The same option for a bigger struct that holds these values, so that commands can share options.
  package func lifted<Outer>(
    to path: any WritableKeyPath<Outer, Values> & Sendable
  ) -> OptionSpec<Outer> {
    OptionSpec<Outer>(
      name: name, short: short, placeholder: placeholder, help: help, isRepeatable: isRepeatable,
      expectation: expectation, choices: choices
    ) { [assign] outer, word in assign(&outer[keyPath: path], word) }
  }
}
