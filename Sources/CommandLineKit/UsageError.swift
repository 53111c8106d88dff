package import Diagnostics

/// Why the words of a command line cannot be obeyed.
package enum UsageError: Error, Hashable, Sendable {
  case missingCommand
  case unknownCommand(String, suggestion: String?)
  case unknownOption(String, suggestion: String?)
  case missingValue(of: String, placeholder: String)
  case valueNotTaken(by: String)
  case invalidValue(String, of: String, expected: String, suggestion: String?)
  case repeatedOption(String)
  case missingWord(String)
  case unexpectedWord(String)
}

extension UsageError {
  package var code: String {
    switch self {
    case .missingCommand: "missing-command"
    case .unknownCommand: "unknown-command"
    case .unknownOption: "unknown-option"
    case .missingValue: "missing-option-value"
    case .valueNotTaken: "unexpected-option-value"
    case .invalidValue: "invalid-option-value"
    case .repeatedOption: "repeated-option"
    case .missingWord: "missing-argument"
    case .unexpectedWord: "unexpected-argument"
    }
  }

  package var message: String {
    switch self {
    case .missingCommand: "no command is given"
    case .unknownCommand(let word, _): "there is no command '\(shown(word))'"
    case .unknownOption(let name, _): "there is no option '\(shown(name))'"
    case .missingValue(let name, let placeholder): "'\(name)' needs a value: \(placeholder)"
    case .valueNotTaken(let name): "'\(name)' takes no value"
    case .invalidValue(let word, let name, let expected, _):
      "'\(shown(word))' is no value for '\(name)': \(expected) is expected"
    case .repeatedOption(let name): "'\(name)' is given twice"
    case .missingWord(let placeholder): "\(placeholder) is missing"
    case .unexpectedWord(let word): "'\(shown(word))' is one word too many"
    }
  }

  package var hint: String? {
    switch self {
    case .unknownCommand(_, let suggestion?), .unknownOption(_, let suggestion?),
      .invalidValue(_, _, _, let suggestion?):
      "did you mean '\(suggestion)'?"
    case .missingValue(let name, _): "a value that starts with a dash is written \(name)=VALUE"
    case .repeatedOption: "keep one of them"
    case .missingCommand, .unknownCommand, .unknownOption, .valueNotTaken, .invalidValue,
      .missingWord, .unexpectedWord:
      nil
    }
  }

  /// The error as people see it; `call` is what `--help` can be asked of, such as `migrate up`.
  package func diagnostic(call: String) -> Diagnostic {
    Diagnostic(.error, code, message, hint: hint ?? "'\(call) --help' lists what can be given")
  }
}

/// A word as it may be shown: what looks like the address of a database can hold a password.
private func shown(_ word: String) -> String {
  let lowered = word.lowercased()
  let isAddress = lowered.contains("://") || lowered.contains("password")
  return isAddress ? "…" : word
}
