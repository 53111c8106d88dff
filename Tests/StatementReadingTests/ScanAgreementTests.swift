import CLibPGQuery
import PGParsing
import SQLText
import Testing

/// The scanner finds the tokens that PostgreSQL's own scanner finds, as libpg_query lets it be seen.
struct ScanAgreementTests {
  /// The ranges of libpg_query's tokens; nil where it refuses the text.
  private func scan(_ bytes: [UInt8]) -> [Range<Int>]? {
    let result = unsafe (bytes + [0]).withUnsafeBytes {
      unsafe pg_query_scan($0.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
    defer { unsafe pg_query_free_scan_result(result) }
    guard unsafe result.error == nil else { return nil }
    let data = unsafe UnsafeRawPointer(result.pbuf.data)?.assumingMemoryBound(to: UInt8.self)
    guard let tokens = unsafe pg_query__scan_result__unpack(nil, result.pbuf.len, data) else {
      return nil
    }
    defer { unsafe pg_query__scan_result__free_unpacked(tokens, nil) }
    return (0..<Int(unsafe tokens.pointee.n_tokens)).compactMap { index in
      guard let token = unsafe tokens.pointee.tokens[index] else { return nil }
      return Int(unsafe token.pointee.start)..<Int(unsafe token.pointee.end)
    }
  }

  private func tokens(_ bytes: [UInt8]) -> [Range<Int>] {
    var scanner = SQLScanner(bytes)
    var result: [Range<Int>] = []
    while let token = scanner.next() { result.append(token.range) }
    return result
  }

  /// Texts without `N'`, which libpg_query takes for two tokens, and `U&`, whose ends it does not tell.
  static let texts = (SplitAgreementTests.texts + FactsTable.cases.map(\.sql)).filter {
    !$0.contains("n'a") && !$0.lowercased().contains("u&")
  }

  @Test(arguments: texts)
  func `a text has the same tokens`(_ text: String) {
    let bytes = Array(text.utf8)
    guard let expected = scan(bytes) else { return }
    #expect(tokens(bytes) == expected)
  }

  /// Pieces that mean something to the scanner, in any order.
  @Test(arguments: 0..<40)
  func `any pieces make the same tokens`(_ seed: Int) {
    var random = SplitAgreementTests.SplitMix(state: UInt64(seed))
    let pieces = [
      "a", "E", "e'", "'", "''", "\\", "\"", "$$", "$a$", "$", "1", ".", "e1", "-", "--", "/*",
      "*/",
      "/", "*", "+", "@", "=", "<", ":", ";", "(", "[", ",", " ", "\n", "\r", "é", "b'",
      "x'", "%", "?", "|", "end", "_",
    ]
    for _ in 0..<100 {
      let text = (0..<12).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let bytes = Array(text.utf8)
      guard let expected = scan(bytes), tokens(bytes) != expected else { continue }
      Issue.record("\(text.debugDescription): \(tokens(bytes)), not \(expected)")
    }
  }
}
