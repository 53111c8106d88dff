import Diagnostics
import SQLText

/// The work on one file.
struct FileReading {
  private let file: SourceFile
  private let reader: SQLReader
  private let facts: PGParser.FactsReader
  private(set) var statements: [SQLStatement] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var temporaryTables = TemporaryTables()
  private var failures = 0

  /// Above this, statements are parsed one by one, so that only one tree is in memory at a time.
  private static let largeFile = 1 << 20
  /// A file in another language has more failures than anybody reads.
  private static let shownFailures = 100

  init(_ file: SourceFile, for reader: SQLReader, facts: @escaping PGParser.FactsReader) {
    self.file = file
    self.reader = reader
    self.facts = facts
  }

  mutating func run() {
    read()
    guard !diagnostics.isEmpty, let start = BackslashedQuotes.start(in: file.bytes) else { return }
    let place = file.location(at: start)
    for index in diagnostics.indices where Self.aboutText.contains(diagnostics[index].code) {
      guard let location = diagnostics[index].location, place <= location else { continue }
      diagnostics[index].hint =
        "the file sets 'standard_conforming_strings' to off, which is not followed here: write a quote "
        + "inside of a string as '' and not as \\', or the string as E'…'"
    }
  }

  /// What is said where a string ends elsewhere than was meant.
  private static let aboutText: Set<String> = [
    "not-analysed", "psql-command", "unterminated-comment", "unterminated-dollar-quote",
    "unterminated-identifier", "unterminated-string",
  ]

  private mutating func read() {
    if let offset = file.bytes.firstIndex(of: 0) {
      diagnostics.append(
        Diagnostic(
          .error, "zero-byte", "a zero byte is no SQL", in: file, at: offset..<offset + 1,
          hint: "save the file as UTF-8"))
      return
    }
    if let offset = file.firstInvalidUTF8 {
      diagnostics.append(
        Diagnostic(
          .error, "not-utf-8", "the text is not UTF-8 from here on", in: file,
          at: offset..<offset + 1, hint: "save the file as UTF-8"))
      return
    }
    let text = file.bytes.withoutByteOrderMark
    guard text.count <= Self.largeFile,
      case .success(let parsed) = StatementParser.parse(file, text, facts),
      // What follows such a statement are rows, even where they could be read as SQL.
      reader == .server || parsed.allSatisfy({ $0.standardInput == nil })
    else {
      readPieces(of: text)
      return
    }
    readWhole(parsed, text)
  }

  /// The parser's own cut, and the comments that stand alone between and after the statements.
  private mutating func readWhole(_ parsed: [StatementParser.Parsed], _ text: Range<Int>) {
    var end = text.lowerBound
    for statement in parsed {
      if end < statement.range.lowerBound { readComments(in: end..<statement.range.lowerBound) }
      let hasSemicolon = statement.range.upperBound < text.upperBound
      end = statement.range.upperBound + (hasSemicolon ? 1 : 0)
      append(statement.facts, in: file.bytes.trimmedSQL(statement.range.lowerBound..<end))
      if let offset = statement.standardInput {
        diagnostics.append(.copyWithoutRows(in: file, at: offset))
      }
    }
    readComments(in: end..<text.upperBound)
  }

  private mutating func readComments(in range: Range<Int>) {
    for piece in SQLSplitter.split(file, in: range).pieces {
      append(StatementFacts(tag: ""), in: piece.range)
    }
  }

  private mutating func readPieces(of text: Range<Int>) {
    let split = SQLSplitter.split(file, in: text, for: reader)
    diagnostics += split.diagnostics
    for piece in split.pieces {
      if piece.isCommentOnly {
        append(StatementFacts(tag: ""), in: piece.range)
      } else if piece.isComplete {
        read(piece)
      } else {
        append(StatementFacts(keywordsOf: Array(file.bytes[piece.range])), in: piece.range)
      }
    }
    diagnostics.sort { a, b in
      guard let first = a.location, let second = b.location else { return false }
      return first < second
    }
    guard failures > Self.shownFailures else { return }
    diagnostics.append(
      Diagnostic(
        .warning, "not-analysed",
        "\(failures - Self.shownFailures) more statements of this file are not analysed",
        at: SourceLocation(path: file.path)))
  }

  private mutating func read(_ piece: SQLPiece) {
    switch StatementParser.parse(file, piece.range, facts) {
    case .success(let parsed):
      let isOne = parsed.count == 1
      for statement in parsed {
        append(
          statement.facts, in: isOne ? piece.range : file.bytes.trimmedSQL(statement.range),
          rows: piece.rows)
        if let offset = statement.standardInput, statement.isBinary, piece.rows != nil {
          diagnostics.append(.binaryCopy(in: file, at: offset))
        }
      }
    case .failure(let failure):
      let offset = piece.range.lowerBound + failure.offset
      append(
        StatementFacts(keywordsOf: Array(file.bytes[piece.range])), in: piece.range,
        rows: piece.rows)
      failures += 1
      guard failures <= Self.shownFailures else { return }
      diagnostics.append(
        Diagnostic(
          .warning, "not-analysed", "statement not analysed: \(failure.message)", in: file,
          at: offset..<offset + 1,
          hint: "the grammar here is PostgreSQL \(PGParser.grammarVersion)'s; "
            + "the server decides whether the statement is right"))
    }
  }

  /// Adds a statement whose range is trimmed, so that its text ends as the ledger has it.
  private mutating func append(
    _ facts: StatementFacts, in range: Range<Int>, rows: CopyRows? = nil
  ) {
    guard !range.isEmpty else { return }
    var facts = facts
    temporaryTables.read(&facts)
    statements.append(
      SQLStatement(
        text: file.text(range), offset: range.lowerBound, facts: facts, rows: rows))
  }
}
