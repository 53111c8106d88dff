package import Diagnostics

/// One statement's place in a text, white space and closing semicolons cut off.
package struct SQLPiece: Sendable, Hashable {
  package let range: Range<Int>
  /// Whether nothing but comments stands there.
  package let isCommentOnly: Bool
  /// False when the text ends inside a comment or a quoted token of this piece.
  package let isComplete: Bool
  /// What follows a `COPY … FROM stdin` in a script.
  package internal(set) var rows: CopyRows?

  package init(
    _ range: Range<Int>, isCommentOnly: Bool, isComplete: Bool = true, rows: CopyRows? = nil
  ) {
    self.range = range
    self.isCommentOnly = isCommentOnly
    self.isComplete = isComplete
    self.rows = rows
  }
}

/// Who reads a text.
package enum SQLReader: Sendable, Hashable {
  /// The server alone, as where a program sends the text.
  case server
  /// psql: rows follow their `COPY`, and `\restrict` stands around what `pg_dump` writes.
  case psql
}

/// Cuts a text into statements without parsing it, where the parser is of no help.
///
/// Knows the two places where a semicolon does not end a statement: parentheses, and the body
/// between `BEGIN ATOMIC` and `END`. An `END` is the body's own only as first word of an inner
/// statement; that is PostgreSQL's grammar, so neither `CASE … END` nor a name like `pending` can close it.
package struct SQLSplitter {
  let file: SourceFile
  let reader: SQLReader
  var scanner: SQLScanner
  var pieces: [SQLPiece] = []
  var diagnostics: [Diagnostic] = []
  private(set) var comments: [Range<Int>] = []
  /// The key of the `\restrict` that stands, and where it does.
  var restriction: (key: String, place: Range<Int>)?
  /// Where the last rows of a `COPY` begin.
  var rowsStart: Int?
  private(set) var state: Statement

  /// The statements in a range of a file, and what there cannot be part of one.
  package static func split(
    _ file: SourceFile, in range: Range<Int>? = nil, for reader: SQLReader = .server
  ) -> (pieces: [SQLPiece], diagnostics: [Diagnostic]) {
    var splitter = SQLSplitter(file, in: range ?? 0..<file.bytes.count, for: reader)
    while splitter.readStatement() {}
    splitter.finish()
    return (splitter.pieces, splitter.diagnostics)
  }

  init(_ file: SourceFile, in range: Range<Int>, for reader: SQLReader) {
    self.file = file
    self.reader = reader
    scanner = SQLScanner(file.bytes, in: range)
    state = Statement(start: range.lowerBound)
  }

  /// What is known of the statement that is being read.
  struct Statement {
    var start: Int
    /// Where the last token, comments included, ended.
    var end: Int
    var depth = 0
    var isCommentOnly = true
    var isComplete = true
    var words = LeadingWords()
    var isAtomicBody = false
    var lastWasBegin = false
    /// Whether the next token is the first of a statement inside the body.
    var startsInner = false

    init(start: Int) {
      self.start = start
      end = start
    }
  }

  /// Reads on to the end of a statement, or over a line for psql.
  /// - Returns: false when the text ends before.
  mutating func readStatement() -> Bool {
    while let token = scanner.next() {
      switch token.kind {
      case .comment:
        comments.append(token.range)
        take(token)
      case .backslash:
        psqlCommand(token)
        return true
      case .semicolon where state.depth == 0 && !state.isAtomicBody:
        finish(at: token)
        return true
      default:
        state.isCommentOnly = false
        read(token)
        take(token)
      }
    }
    return false
  }

  mutating func finish() {
    // White space after the last token counts: a semicolon at the end of a comment is then kept.
    state.end = scanner.end
    emit()
    if let start = state.words.start, readsInput {
      diagnostics.append(.copyWithoutRows(in: file, at: start))
    }
    if let restriction { diagnostics.append(.leftRestricted(in: file, at: restriction.place)) }
  }

  mutating func begin(at offset: Int) { state = Statement(start: offset) }

  private var readsInput: Bool {
    state.words.isCopyFromStdin(file.bytes[state.start..<state.end])
  }

  private mutating func take(_ token: SQLToken) {
    state.end = token.range.upperBound
    guard !token.isTerminated else { return }
    state.isComplete = false
    diagnostics.append(.unterminated(token, in: file))
  }

  private mutating func read(_ token: SQLToken) {
    let wasBegin = state.lastWasBegin
    let startsInner = state.startsInner
    state.lastWasBegin = false
    state.startsInner = false
    switch token.kind {
    case .semicolon: state.startsInner = state.isAtomicBody && state.depth == 0
    case .punctuation:
      if file.bytes[token.range.lowerBound] == UInt8(ascii: "(") { state.depth += 1 }
      if file.bytes[token.range.lowerBound] == UInt8(ascii: ")") {
        state.depth = max(0, state.depth - 1)
      }
    case .word:
      state.words.read(token, in: file.bytes)
      guard state.depth == 0, state.words.createsRoutine else { return }
      if state.isAtomicBody {
        if startsInner && token.isWord("end", in: file.bytes) { state.isAtomicBody = false }
      } else if wasBegin && token.isWord("atomic", in: file.bytes) {
        state.isAtomicBody = true
        state.startsInner = true
      } else {
        state.lastWasBegin = token.isWord("begin", in: file.bytes)
      }
    default: state.words.stop()
    }
  }

  private mutating func finish(at semicolon: SQLToken) {
    let readsInput = readsInput
    let start = state.words.start ?? state.start
    state.end = semicolon.range.upperBound
    emit()
    state = Statement(start: semicolon.range.upperBound)
    if readsInput { readRows(of: start, after: semicolon) }
  }

  mutating func emit() {
    let range = file.bytes.trimmedSQL(state.start..<state.end)
    guard !range.isEmpty else { return }
    pieces.append(
      SQLPiece(range, isCommentOnly: state.isCommentOnly, isComplete: state.isComplete))
  }
}
