import Files
import Glibc
import PGParsing
import SQLText
import StatementReading
import Testing

/// A statement with the facts that are expected of it.
struct FactsCase: Sendable, CustomTestStringConvertible {
  let sql: String
  let lines: [String]

  var testDescription: String { sql }
}

/// `Fixtures/facts.txt`: a statement a line, and its facts below it, indented.
enum FactsTable {
  private static let path = Fixtures.path("facts.txt")

  static let isRecording = unsafe getenv("RECORD_GOLDEN") != nil

  static let cases: [FactsCase] = {
    guard let bytes = try? FileSystem.read(path) else { return [] }
    var cases: [FactsCase] = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("  "), let last = cases.popLast() {
        cases.append(FactsCase(sql: last.sql, lines: last.lines + [String(line.dropFirst(2))]))
      } else {
        cases.append(FactsCase(sql: String(line), lines: []))
      }
    }
    return cases
  }()

  static func record() throws {
    let text = try cases.map { try [$0.sql] + facts($0.sql).lines.map { "  \($0)" } }
      .joined().joined(separator: "\n")
    try FileSystem.write(Array((text + "\n").utf8), to: path)
  }
}

struct FactsTests {
  @Test(arguments: FactsTable.cases)
  func `facts are as the table says`(_ expected: FactsCase) throws {
    #expect(try facts(expected.sql).lines == expected.lines)
  }

  @Test(.enabled(if: FactsTable.isRecording))
  func `the table is recorded anew`() throws {
    try FactsTable.record()
    Issue.record("recorded: look at the difference, then run without RECORD_GOLDEN")
  }

  /// Statements that no text leads to: the parser makes them on the way, or inside others.
  static let inner: Set<String> = [
    "RawStmt", "SetOperationStmt", "PLAssignStmt", "ReplicaIdentityStmt",
  ]

  @Test func `no kind of statement is without a reader`() {
    let unread = Set(PGParser.grammarKinds).subtracting(PGParser.readKinds)
    #expect(unread == Self.inner)
  }
}
