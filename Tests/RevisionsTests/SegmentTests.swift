import SQLText
import Testing

@testable import Revisions

@Suite struct SegmentTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    /// One word a statement: `o` ordinary, `A` alone, `B` begin, `C` commit, `S` savepoint, `-` empty.
    let statements: String
    /// Segments as `(0 1)` for a transaction and `[2]` for one alone.
    let segments: String
    var isAutocommit = false
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "an ordinary file is one transaction", statements: "o o o", segments: "(0 1 2)"),
    Case(name: "an empty file has nothing", statements: "", segments: ""),
    Case(name: "comments are not run", statements: "- o -", segments: "(1)"),
    Case(name: "one alone", statements: "A", segments: "[0]"),
    Case(name: "one alone between others", statements: "o A o o", segments: "(0) [1] (2 3)"),
    Case(name: "two alone", statements: "A A", segments: "[0] [1]"),
    Case(name: "an authored transaction around all", statements: "B o o C", segments: "(1 2)"),
    Case(name: "settings before an authored one", statements: "o B o C", segments: "(0 2)"),
    Case(name: "two authored ones", statements: "B o C B o C", segments: "(1) (4)"),
    Case(name: "statements behind an authored one", statements: "B o C o", segments: "(1) (3)"),
    Case(name: "savepoints stay inside", statements: "B S o S C", segments: "(1 2 3)"),
    Case(name: "alone between authored ones", statements: "B o C A B o C", segments: "(1) [3] (5)"),
    Case(
      name: "a file without a transaction", statements: "o o", segments: "[0] [1]",
      isAutocommit: true),
    Case(
      name: "an authored one in a file without", statements: "o B o o C", segments: "[0] (2 3)",
      isAutocommit: true),
  ]

  @Test(arguments: cases) func `divides a revision`(_ testCase: Case) throws {
    let segments = try Segment.divide(
      effects(testCase.statements), isAutocommit: testCase.isAutocommit)
    let text = segments.map { segment in
      let members = segment.statements.map(String.init).joined(separator: " ")
      return segment.kind == .transaction ? "(\(members))" : "[\(members)]"
    }
    #expect(text.joined(separator: " ") == testCase.segments)
  }

  @Test(arguments: [
    ("o o o", [2], "(0 1) (2)"), ("o o", [0], "(0 1)"), ("o A o o", [3], "(0) [1] (2) (3)"),
    ("o B o C", [1], "(0) (2)"), ("B o o C", [2], "(1 2)"), ("o B o C", [], "(0 2)"),
  ])
  func `a transaction ends where it has to`(
    statements: String, divisions: [Int], expected: String
  ) throws {
    let segments = try Segment.divide(effects(statements), divisions: Set(divisions))
    let text = segments.map { segment in
      let members = segment.statements.map(String.init).joined(separator: " ")
      return segment.kind == .transaction ? "(\(members))" : "[\(members)]"
    }
    #expect(text.joined(separator: " ") == expected)
  }

  @Test func `a savepoint needs a transaction`() throws {
    #expect(throws: SegmentError.savepointOutside(statement: 1)) {
      try Segment.divide(effects("o S"), isAutocommit: true)
    }
    #expect(try Segment.divide(effects("B S C"), isAutocommit: true).count == 1)
  }

  static let errors: [(statements: String, error: SegmentError)] = [
    ("B o", .leftOpen(begin: 0)), ("o C", .notOpen(statement: 1)),
    ("B o C B o", .leftOpen(begin: 3)), ("B B C C", .nested(begin: 1)),
    ("B o R", .rolledBack(statement: 2)), ("B o P", .prepared(statement: 2)),
    ("B o N", .chained(statement: 2)), ("B A C", .standaloneInside(statement: 1, begin: 0)),
    ("o C B o", .notOpen(statement: 1)),
  ]

  @Test(arguments: errors) func `refuses what could leave a transaction open`(
    _ testCase: (statements: String, error: SegmentError)
  ) {
    #expect(throws: testCase.error) { try Segment.divide(effects(testCase.statements)) }
    #expect(!testCase.error.message.isEmpty && !testCase.error.hint.isEmpty)
  }

  /// One word a statement, with `r` or `w` behind it for its transaction and `R` or `W` for the session.
  static let accesses: [(statements: String, error: SegmentError?)] = [
    ("Br o C", .readOnly(statement: 0)), ("Bw o C", nil), ("Br C", nil),
    ("o Br C", .readOnly(statement: 1)),
    ("Br ow o C", nil), ("B ow or o C", .readOnly(statement: 2)),
    ("o or o", .readOnly(statement: 1)),
    ("or ow o", nil), ("o or A o", .readOnly(statement: 1)), ("B o C or", .readOnly(statement: 3)),
    ("Br C o", nil), ("B S or C", nil), ("B S C or", .readOnly(statement: 3)),
    ("o oR o", nil), ("oR A", .leftReadOnly(statement: 0)),
    ("oR o A o", .leftReadOnly(statement: 0)),
    ("oR oW A", nil), ("oR B o C o", .leftReadOnly(statement: 0)), ("oR B o C Bw o C", nil),
    ("oR B o C ow o", nil), ("A oR", nil), ("B oR C B oW C", .leftReadOnly(statement: 1)),
  ]

  @Test(arguments: accesses) func `refuses a transaction that the ledger cannot be written in`(
    _ testCase: (statements: String, error: SegmentError?)
  ) {
    let words = testCase.statements.split(separator: " ")
    let access: [TransactionAccess?] = words.map { word in
      switch word.dropFirst() {
      case "r": .transaction(isReadOnly: true)
      case "w": .transaction(isReadOnly: false)
      case "R": .session(isReadOnly: true)
      case "W": .session(isReadOnly: false)
      default: nil
      }
    }
    let effects = effects(words.map { String($0.prefix(1)) }.joined(separator: " "))
    let result = Result { () throws(SegmentError) in try Segment.divide(effects, access: access) }
    switch result {
    case .success: #expect(testCase.error == nil)
    case .failure(let error):
      #expect(error == testCase.error)
      #expect(error.code == "transaction-read-only")
      #expect(!error.message.isEmpty && !error.hint.isEmpty)
    }
  }

  @Test func `each statement of a file without transactions is entered by itself`() {
    #expect(throws: SegmentError.readOnly(statement: 1)) {
      try Segment.divide(
        effects("o o o"), isAutocommit: true, access: [nil, .transaction(isReadOnly: true), nil])
    }
    #expect(throws: SegmentError.leftReadOnly(statement: 0)) {
      try Segment.divide(
        effects("o o"), isAutocommit: true, access: [.session(isReadOnly: true), nil])
    }
  }

  private func effects(_ text: String) -> [TransactionEffect?] {
    text.split(separator: " ").map { word in
      switch word {
      case "o": .ordinary
      case "A": .standalone
      case "B": .control(.begin)
      case "C": .control(.commit(andChain: false))
      case "N": .control(.commit(andChain: true))
      case "R": .control(.rollback(andChain: false))
      case "P": .control(.prepare)
      case "S": .control(.savepoint)
      default: nil
      }
    }
  }
}
