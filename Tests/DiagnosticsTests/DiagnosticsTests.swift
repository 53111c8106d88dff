import Testing

@testable import Diagnostics

@Suite struct SourceFileTests {
  struct Case: CustomTestStringConvertible {
    let text: String
    /// A part of the text; its first byte is looked up.
    let part: String
    let line: Int
    let column: Int
    var testDescription: String { "\(text.debugDescription) at \(part)" }
  }

  static let cases = [
    Case(text: "one", part: "one", line: 1, column: 1),
    Case(text: "one\ntwo x", part: "x", line: 2, column: 5),
    Case(text: "one\r\ntwo x", part: "x", line: 2, column: 5),
    Case(text: "one\rtwo x", part: "x", line: 2, column: 5),
    Case(text: "é😀 x", part: "x", line: 1, column: 4),
    Case(text: "\n\n\r\nx", part: "x", line: 4, column: 1),
    Case(text: "\n\n\n\n\n\n\n\n\n\nx", part: "x", line: 11, column: 1),
    Case(text: "1234567\n12345678\nab x", part: "x", line: 3, column: 4),
    Case(text: "12345678\n\n3\u{8A}\u{B}\n567890\n234x", part: "x", line: 5, column: 4),
    Case(text: "\n2345678901234\r678\n90x", part: "x", line: 4, column: 3),
  ]

  @Test(arguments: cases) func `knows line and column of a byte`(_ testCase: Case) throws {
    let file = SourceFile(path: "f.sql", text: testCase.text)
    let bytes = Array(testCase.text.utf8)
    let part = Array(testCase.part.utf8)
    let offset = try #require(bytes.indices.first { bytes[$0...].starts(with: part) })
    let location = file.location(at: offset)
    #expect(location == SourceLocation(path: "f.sql", line: testCase.line, column: testCase.column))
  }

  @Test func `an offset past the end is the end`() {
    #expect(SourceFile(path: "f", text: "ab\ncd").location(at: 99).description == "f:2:3")
  }

  @Test func `bytes that are not UTF-8 have a place`() {
    let file = SourceFile(path: "f", bytes: Array("é\nab".utf8) + [0xFF, 0x41])
    #expect(file.firstInvalidUTF8 == 5)
    #expect(file.location(at: 5).description == "f:2:3")
    #expect(SourceFile(path: "f", text: "é😀").firstInvalidUTF8 == nil)
    #expect(SourceFile(path: "f", bytes: [0x61, 0xE2, 0x82]).firstInvalidUTF8 == 1)
  }

  @Test func `the caret stands under the place, tabs kept`() {
    let excerpt = SourceFile(path: "f", text: "x\n\té foo;\ny").excerpt(at: 6, length: 3)
    #expect(excerpt.line == "\té foo;")
    #expect(excerpt.underline == "\t  ^^^")
  }

  @Test func `a mark never leaves its line`() {
    let excerpt = SourceFile(path: "f", text: "ab\ncd").excerpt(at: 1, length: 100)
    #expect(excerpt == SourceExcerpt(line: "ab", caret: 1, width: 1))
    #expect(SourceFile(path: "f", text: "").excerpt(at: 0) == SourceExcerpt(line: "", caret: 0))
  }

  @Test func `severities are ordered`() {
    #expect(Diagnostic.Severity.note < .warning)
    #expect(Diagnostic.Severity.warning < .error)
    #expect([Diagnostic(.warning, "a", "b")].hasErrors == false)
    #expect([Diagnostic(.error, "a", "b")].hasErrors)
  }
}
