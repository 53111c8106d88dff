import CommandLineKit
import Diagnostics
import Testing

@Suite struct UsageErrorTests {
  static let wordings: [(UsageError, String, String?)] = [
    (.missingCommand, "no command is given", nil),
    (
      .unknownCommand("pln", suggestion: "plan"), "there is no command 'pln'",
      "did you mean 'plan'?"
    ),
    (.unknownOption("--x", suggestion: nil), "there is no option '--x'", nil),
    (
      .missingValue(of: "--to", placeholder: "<revision>"), "'--to' needs a value: <revision>",
      "a value that starts with a dash is written --to=VALUE"
    ),
    (.valueNotTaken(by: "-q"), "'-q' takes no value", nil),
    (
      .invalidValue("x", of: "--n", expected: "a whole number", suggestion: nil),
      "'x' is no value for '--n': a whole number is expected", nil
    ),
    (.repeatedOption("--to"), "'--to' is given twice", "keep one of them"),
    (.missingWord("<name>"), "<name> is missing", nil),
    (.unexpectedWord("b"), "'b' is one word too many", nil),
  ]

  @Test(arguments: wordings)
  func `is worded`(error: UsageError, message: String, hint: String?) {
    #expect(error.message == message)
    #expect(error.hint == hint)
    let diagnostic = error.diagnostic(call: "migrate up")
    #expect(diagnostic.hint == hint ?? "'migrate up --help' lists what can be given")
    #expect(diagnostic.code == error.code)
    #expect(diagnostic.severity == .error)
  }

  @Test(arguments: [
    UsageError.unexpectedWord("postgresql://u:hunter2@h/db"),
    .unknownCommand("postgres://u:hunter2@h/db", suggestion: nil),
    .invalidValue("Password=hunter2 host=h", of: "--url", expected: "x", suggestion: nil),
  ])
  func `never shows the address of a database`(error: UsageError) {
    #expect(!error.diagnostic(call: "migrate").message.contains("hunter2"))
    #expect(error.message.contains("'…'"))
  }
}

@Suite struct SuggestionTests {
  static let names = ["plan", "up", "status", "check", "--to", "--verbose", "--no-color"]

  @Test(arguments: [
    ("plna", "plan"), ("pla", "plan"), ("st", "status"), ("chekc", "check"), ("STATUS", "status"),
    ("--tp", "--to"), ("--verbos", "--verbose"), ("--nocolor", "--no-color"),
    ("-verbose", "--verbose"),
  ])
  func `finds what was meant`(word: String, name: String) {
    #expect(Suggestion.nearest(to: word, among: Self.names) == name)
  }

  @Test(arguments: ["deploy", "x", "--", "", "--zzzzz", "s"])
  func `stays silent when nothing is near`(word: String) {
    #expect(Suggestion.nearest(to: word, among: Self.names) == nil)
  }
}
