package import Diagnostics

extension Diagnostic {
  /// A comment or quote that the text does not close, at the place where it opens.
  package static func unterminated(_ token: SQLToken, in file: SourceFile) -> Diagnostic {
    let start = token.range.lowerBound
    let (code, noun) =
      switch token.kind {
      case .comment: ("unterminated-comment", "/* comment")
      case .quotedIdentifier: ("unterminated-identifier", "quoted identifier")
      case .dollarString: ("unterminated-dollar-quote", "dollar-quoted string")
      default: ("unterminated-string", "quoted string")
      }
    return Diagnostic(
      .error, code, "unterminated \(noun)", in: file, at: start..<start + 1,
      hint: "close it: everything after it belongs to it")
  }

  /// A line for psql, which no server understands.
  package static func psqlCommand(in file: SourceFile, at range: Range<Int>) -> Diagnostic {
    let command = file.text(range).split(whereSeparator: { $0 == " " || $0 == "\t" }).first
    return Diagnostic(
      .error, "psql-command", "'\(command ?? "\\")' is a command of psql, not SQL", in: file,
      at: range, hint: "remove the line, or write what it does in SQL")
  }

  /// A `COPY` that waits for rows, which a migration cannot send.
  package static func copyFromStdin(
    in file: SourceFile, at offset: Int, hasData: Bool
  ) -> Diagnostic {
    Diagnostic(
      .error, "copy-from-stdin",
      hasData
        ? "COPY FROM stdin with its rows in the file is not supported"
        : "COPY FROM stdin waits for rows that nobody sends",
      in: file, at: offset..<offset + 4, hint: "write the rows as INSERT statements")
  }
}
