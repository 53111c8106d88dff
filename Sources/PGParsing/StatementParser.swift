import Diagnostics
import SQLText

/// Parses a range of a file and asks for the facts of each statement in it.
enum StatementParser {
  struct Parsed {
    let facts: StatementFacts
    /// From after the semicolon before to the statement's own, in bytes of the file.
    let range: Range<Int>
    /// Where a `COPY … FROM stdin` begins, which waits for rows.
    let standardInput: Int?
    /// Whether it waits for binary ones.
    let isBinary: Bool
  }

  /// Shorter texts cannot nest deeply enough to fill an ordinary stack.
  private static let shortText = 2048
  /// Deeper trees than this get a stack of their own.
  private static let ordinaryDepth = 500
  /// A server with the stack it has by default gives up on deeper ones, too.
  private static let greatestDepth = 5_000

  /// A tree takes some eighty times the memory of its text.
  private static let longestText = 16 << 20

  static func parse(
    _ file: SourceFile, _ range: Range<Int>, _ facts: PGParser.FactsReader
  ) -> Result<[Parsed], LibPGQuery.Failure> {
    guard range.count > shortText else { return parseHere(file, range, facts) }
    guard range.count <= longestText else {
      return .failure(LibPGQuery.Failure(message: "the statement is too long", offset: 0))
    }
    let depth = NestingEstimate.depth(of: file.bytes, in: range)
    if depth <= ordinaryDepth { return parseHere(file, range, facts) }
    let tooDeep = LibPGQuery.Failure(message: "the statement nests too deeply", offset: 0)
    guard depth <= greatestDepth else { return .failure(tooDeep) }
    return DeepStack.run { parseHere(file, range, facts) } ?? .failure(tooDeep)
  }

  private static func parseHere(
    _ file: SourceFile, _ range: Range<Int>, _ facts: PGParser.FactsReader
  ) -> Result<[Parsed], LibPGQuery.Failure> {
    LibPGQuery.withStatements(of: file.bytes[range]) { statements in
      statements.map { statement in
        let start = range.lowerBound + statement.range.lowerBound
        let end = range.lowerBound + statement.range.upperBound
        guard let tree = statement.tree else {
          return Parsed(
            facts: StatementFacts(tag: ""), range: start..<end, standardInput: nil,
            isBinary: false)
        }
        let reads = tree.readsStandardInput
        return Parsed(
          facts: facts(tree), range: start..<end,
          standardInput: reads ? file.firstToken(in: start..<end) : nil,
          isBinary: reads && tree.isBinary)
      }
    }
  }
}

extension Tree {
  /// Whether this is `COPY … FROM stdin`.
  fileprivate var readsStandardInput: Bool {
    name == "CopyStmt" && flag("is_from") && !flag("is_program") && text("filename") == nil
  }

  fileprivate var isBinary: Bool {
    option("format", in: "options")?.child("arg")?.text("sval")?.lowercased() == "binary"
  }
}

extension SourceFile {
  fileprivate func firstToken(in range: Range<Int>) -> Int {
    var scanner = SQLScanner(bytes, in: range)
    while let token = scanner.next() {
      if token.kind != .comment { return token.range.lowerBound }
    }
    return range.lowerBound
  }
}
