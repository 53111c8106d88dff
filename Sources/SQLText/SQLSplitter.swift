package import Diagnostics

/// One statement's place in a text, white space and closing semicolons cut off.
package struct SQLPiece: Sendable, Hashable {
  package let range: Range<Int>
  /// Whether nothing but comments stands there.
  package let isCommentOnly: Bool
  /// False when the text ends inside a comment or a quoted token of this piece.
  package let isComplete: Bool

  package init(_ range: Range<Int>, isCommentOnly: Bool, isComplete: Bool = true) {
    self.range = range
    self.isCommentOnly = isCommentOnly
    self.isComplete = isComplete
  }
}

/// Cuts a text into statements without parsing it, where the parser is of no help.
///
/// Knows the two places where a semicolon does not end a statement: parentheses, and the body
/// between `BEGIN ATOMIC` and `END`. An `END` is the body's own only as first word of an inner
/// statement; that is PostgreSQL's grammar, so neither `CASE … END` nor a name like `pending` can close it.
package struct SQLSplitter {
  let file: SourceFile
  private var scanner: SQLScanner
  private var pieces: [SQLPiece] = []
  private var diagnostics: [Diagnostic] = []
  private var state: Statement

  /// The statements in a range of a file, and what there cannot be part of one.
  package static func split(
    _ file: SourceFile, in range: Range<Int>? = nil
  ) -> (pieces: [SQLPiece], diagnostics: [Diagnostic]) {
    var splitter = SQLSplitter(file, in: range ?? 0..<file.bytes.count)
    splitter.run()
    return (splitter.pieces, splitter.diagnostics)
  }

  private init(_ file: SourceFile, in range: Range<Int>) {
    self.file = file
    scanner = SQLScanner(file.bytes, in: range)
    state = Statement(start: range.lowerBound)
  }

  /// What is known of the statement that is being read.
  private struct Statement {
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

  private mutating func run() {
    while let token = scanner.next() {
      switch token.kind {
      case .comment: take(token)
      case .backslash: psqlCommand(token)
      case .semicolon where state.depth == 0 && !state.isAtomicBody: finish(at: token)
      default:
        state.isCommentOnly = false
        read(token)
        take(token)
      }
    }
    // White space after the last token counts: a semicolon at the end of a comment is then kept.
    state.end = scanner.end
    emit()
    guard let start = state.words.start, readsInput else { return }
    diagnostics.append(.copyFromStdin(in: file, at: start, hasData: false))
  }

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
    if readsInput { skipCopyData(of: start, after: semicolon) }
  }

  private mutating func emit() {
    let range = file.bytes.trimmedSQL(state.start..<state.end)
    guard !range.isEmpty else { return }
    pieces.append(
      SQLPiece(range, isCommentOnly: state.isCommentOnly, isComplete: state.isComplete))
  }

  private mutating func psqlCommand(_ token: SQLToken) {
    let start = token.range.lowerBound
    if state.isCommentOnly { emit() }
    scanner.skipLine(from: start)
    diagnostics.append(.psqlCommand(in: file, at: start..<scanner.position))
    // A command such as \gexec ends the statement before it, as a semicolon would.
    if !state.isCommentOnly { emit() }
    state = Statement(start: scanner.position)
  }

  /// Goes past the lines that psql would send as data, up to `\.` on a line of its own.
  private mutating func skipCopyData(of statement: Int, after semicolon: SQLToken) {
    scanner.skipLine(from: semicolon.range.upperBound)
    var hasData = false
    while scanner.position < scanner.end {
      let line = file.bytes.lineStart(after: scanner.position, before: scanner.end)
      scanner.skipLine(from: line)
      let text = file.bytes[line..<scanner.position]
      hasData = hasData || !text.isEmpty
      if text.elementsEqual("\\.".utf8) { break }
    }
    diagnostics.append(.copyFromStdin(in: file, at: statement, hasData: hasData))
    state = Statement(start: scanner.position)
  }
}

extension [UInt8] {
  /// The offset after one line end: LF, CRLF or CR.
  fileprivate func lineStart(after newline: Int, before end: Int) -> Int {
    let isCRLF = self[newline] == 0x0D && newline + 1 < end && self[newline + 1] == 0x0A
    return newline + (isCRLF ? 2 : 1)
  }
}
