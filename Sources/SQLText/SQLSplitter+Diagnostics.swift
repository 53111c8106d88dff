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
    let word = file.text(range).split(whereSeparator: \.isWhitespace).first
    let command = word.map { String($0) } ?? "\\"
    return Diagnostic(
      .error, "psql-command", "'\(command)' is a command of psql, not SQL", in: file,
      at: range, hint: psqlHint(command))
  }

  private static func psqlHint(_ command: String) -> String {
    switch command {
    case "\\c", "\\connect": "remove the line; the settings say which database a revision is for"
    case "\\i", "\\ir", "\\include", "\\include_relative": "put the text of that file here"
    case "\\copy": "write 'COPY … FROM stdin;' with the rows behind it, closed by a line '\\.'"
    case "\\set", "\\unset", "\\gset", "\\prompt", "\\getenv":
      "remove the line, and write the value where the variable is used"
    case "\\if", "\\elif", "\\else", "\\endif": "write the condition in a 'DO' block"
    case "\\.": "remove the line; no 'COPY … FROM stdin' stands before it"
    default: "remove the line, or write what it does in SQL"
    }
  }

  /// A `COPY` that waits for rows, in SQL that is sent as it stands.
  package static func copyFromStdin(
    in file: SourceFile, at range: Range<Int>, hasRows: Bool
  ) -> Diagnostic {
    guard hasRows else { return copyWithoutRows(in: file, at: range.lowerBound) }
    return Diagnostic(
      .error, "copy-from-stdin", "rows behind COPY FROM stdin can be sent from SQL files alone",
      in: file, at: range.lowerBound..<range.lowerBound + 4,
      hint: "write the rows as INSERT statements")
  }

  /// A `COPY` behind which the text ends.
  package static func copyWithoutRows(in file: SourceFile, at offset: Int) -> Diagnostic {
    Diagnostic(
      .error, "copy-from-stdin", "COPY FROM stdin waits for rows that nobody sends", in: file,
      at: offset..<offset + 4,
      hint: "write the rows on the lines behind it, and close them by a line '\\.'")
  }

  /// Rows up to the end of the file: it may have been cut off.
  static func rowsWithoutEnd(in file: SourceFile, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      .error, "copy-rows-without-end", "the rows of this COPY go on to the end of the file",
      in: file, at: range, hint: "close them by a line that holds only '\\.'")
  }

  /// Something between a `COPY` and its rows.
  static func behindCopy(in file: SourceFile, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      .error, "statement-behind-copy", "the line of COPY FROM stdin does not end with it",
      in: file, at: range, hint: "move this behind the rows")
  }

  /// Rows in a form that no text can hold.
  package static func binaryCopy(in file: SourceFile, at offset: Int) -> Diagnostic {
    Diagnostic(
      .error, "copy-binary", "COPY FROM stdin cannot be given binary rows by a file of SQL",
      in: file, at: offset..<offset + 4, hint: "write the rows as text or CSV")
  }

  static func badRestriction(
    _ reason: String, in file: SourceFile, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      .error, "bad-restriction", "psql refuses this line: \(reason)", in: file, at: range,
      hint: "keep '\\restrict' and '\\unrestrict' as pg_dump wrote them, or remove both lines")
  }

  /// `pg_dump` always writes the end: without it, the file may have been cut off.
  static func leftRestricted(in file: SourceFile, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      .warning, "restriction-left", "no '\\unrestrict' follows: the file may have been cut off",
      in: file, at: range, hint: "see whether the file is whole, or remove this line")
  }
}
