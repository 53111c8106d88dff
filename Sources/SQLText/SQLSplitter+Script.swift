package import Diagnostics

/// What psql does with a text before the server sees any of it.
extension SQLSplitter {
  /// The comments of a script; what stands in quotes or among the rows of a `COPY` is none.
  package static func comments(of file: SourceFile) -> [Range<Int>] {
    var splitter = SQLSplitter(
      file, in: file.bytes.withoutByteOrderMark, for: .psql)
    while splitter.readStatement() {}
    return splitter.comments
  }

  /// The first statement behind `start` that psql sends rows to.
  ///
  /// The text may be the beginning of a longer one.
  package static func search(_ file: SourceFile, from start: Int) -> RowSearch {
    var splitter = SQLSplitter(file, in: start..<file.bytes.count, for: .psql)
    var end = start
    while splitter.readStatement() {
      if let rows = splitter.rowsStart {
        let isWhole = rows > start && file.bytes[rows - 1] == 0x0A
        return isWhole ? .rows(from: rows) : .none(before: end)
      }
      // Nothing is known of what the text's end may have cut.
      guard splitter.scanner.position < file.bytes.count else { break }
      end = splitter.scanner.position
    }
    return .none(before: end)
  }

  /// Where the rows of a `COPY` begin.
  package enum RowSearch: Sendable, Hashable {
    case rows(from: Int)
    /// There are none before this offset, at which a statement begins.
    case none(before: Int)
  }

  /// Goes past the lines that psql would send as rows, up to `\.` on a line of its own.
  mutating func readRows(of statement: Int, after semicolon: SQLToken) {
    let place = statement..<semicolon.range.lowerBound
    let line = semicolon.range.upperBound
    let start = file.bytes.endOfLine(from: line)
    rowsStart = start
    if let other = firstToken(in: line..<start) {
      diagnostics.append(.behindCopy(in: file, at: other.range))
    }
    let rows: CopyRows
    let end: Int
    if let gap = file.gaps.first(where: { $0.offset == start }) {
      rows = .onDisk(gap)
      end = start
    } else {
      end = file.bytes.endOfRows(from: start, before: scanner.end)
      rows = .inFile(start..<end)
    }
    let isClosed = end < scanner.end
    scanner.skipLine(from: end)
    begin(at: scanner.position)
    if reader == .server {
      diagnostics.append(.copyFromStdin(in: file, at: place, hasRows: isClosed || start < end))
    } else if isClosed {
      pieces[pieces.count - 1].rows = rows
    } else if rows == .inFile(start..<start) {
      diagnostics.append(.copyWithoutRows(in: file, at: statement))
    } else {
      pieces[pieces.count - 1].rows = rows
      diagnostics.append(.rowsWithoutEnd(in: file, at: place))
    }
  }

  /// psql goes on reading there when it has sent the rows; so does nobody else.
  private func firstToken(in range: Range<Int>) -> SQLToken? {
    var scanner = SQLScanner(file.bytes, in: range)
    while let token = scanner.next() {
      let isLine = file.bytes[token.range].starts(with: "--".utf8)
      guard token.kind == .comment && isLine else { return token }
    }
    return nil
  }

  mutating func psqlCommand(_ token: SQLToken) {
    let start = token.range.lowerBound
    let isBetween = state.isCommentOnly
    if isBetween { emit() }
    scanner.skipLine(from: start)
    let line = start..<scanner.position
    if reader == .server || !isBetween || !restrict(line) {
      diagnostics.append(.psqlCommand(in: file, at: line))
    }
    // A command such as \gexec ends the statement before it, as a semicolon would.
    if !isBetween { emit() }
    begin(at: scanner.position)
  }

  /// Follows `\restrict` and `\unrestrict`, which have a key and no other effect on a text
  /// without commands: between them, psql refuses every other one.
  /// - Returns: false when the line is another command.
  private mutating func restrict(_ line: Range<Int>) -> Bool {
    let words = file.text(line).split(whereSeparator: \.isWhitespace)
    guard words[0] == "\\restrict" || words[0] == "\\unrestrict" else { return false }
    let isKey = words.count == 2 && words[1].utf8.allSatisfy { SQLByte.isTagPart($0) }
    guard isKey else {
      diagnostics.append(
        .badRestriction("it needs a key of letters and digits", in: file, at: line))
      return true
    }
    switch (words[0] == "\\restrict", restriction) {
    case (true, nil): restriction = (String(words[1]), line)
    case (true, _?):
      diagnostics.append(.badRestriction("another one stands already", in: file, at: line))
    case (false, let open?):
      if open.key != words[1] {
        diagnostics.append(
          .badRestriction("the key is not the one of '\\restrict'", in: file, at: line))
      }
      restriction = nil
    case (false, nil):
      diagnostics.append(
        .badRestriction("no '\\restrict' stands before it", in: file, at: line))
    }
    return true
  }
}

extension [UInt8] {
  /// The offset behind the next line feed, which alone ends a line for psql, or the end.
  fileprivate func endOfLine(from start: Int) -> Int {
    self[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? count
  }

  /// The offset of the line `\.`; the end when there is none.
  fileprivate func endOfRows(from start: Int, before end: Int) -> Int {
    var line = start
    while line < end {
      if self[line] == SQLByte.backslash, line + 1 < end, self[line + 1] == UInt8(ascii: ".") {
        var next = line + 2
        if next < end && self[next] == 0x0D { next += 1 }
        if next >= end || self[next] == 0x0A { return line }
      }
      line = endOfLine(from: line)
    }
    return end
  }
}
