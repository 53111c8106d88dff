/// How far a line is indented, with tabs to every eighth column and with tabs as one.
///
/// Two indentations compare only if both measures agree: Python refuses what depends on the width of a tab.
struct Indentation {
  var column = 0
  var alternate = 0
}

extension Lexer {
  mutating func lineStart() throws(SyntaxFault) {
    var indentation = Indentation()
    var continued: Indentation?
    loop: while at < bytes.count {
      switch bytes[at] {
      case 0x20:
        indentation.column += 1
        indentation.alternate += 1
      case 0x09:
        indentation.column = (indentation.column / 8 + 1) * 8
        indentation.alternate += 1
      case 0x0C:
        indentation = Indentation()
      case UInt8(ascii: "\\"):
        // CPython keeps the column where a line is first continued, unless that is the first one.
        if continued == nil, indentation.column > 0 {
          continued = Indentation(column: indentation.column, alternate: indentation.column)
        }
        try continuation()
        continue loop
      default:
        break loop
      }
      at += 1
    }
    guard at < bytes.count else { return }
    switch bytes[at] {
    case UInt8(ascii: "#"):
      comment()
      fallthrough
    case 0x0A, 0x0D:
      if at < bytes.count { try skipLineEnd() }
    default:
      isAtLineStart = false
      try indent(to: continued ?? indentation)
    }
  }

  private mutating func indent(to new: Indentation) throws(SyntaxFault) {
    guard let current = indents.last else { return }
    if new.column == current.column {
      guard new.alternate == current.alternate else { throw inconsistentTabs }
    } else if new.column > current.column {
      guard new.alternate > current.alternate else { throw inconsistentTabs }
      guard indents.count < Self.indentLimit else {
        throw SyntaxFault("too many levels of indentation", at: at, code: .nesting)
      }
      indents.append(new)
      emit(.indent, length: 0)
    } else {
      while let top = indents.last, top.column > new.column {
        indents.removeLast()
        emit(.dedent, length: 0)
      }
      guard let top = indents.last, top.column == new.column else {
        throw SyntaxFault("the indentation matches no outer block", at: at)
      }
      guard top.alternate == new.alternate else { throw inconsistentTabs }
    }
  }

  private var inconsistentTabs: SyntaxFault {
    SyntaxFault("tabs and spaces are mixed in the indentation", at: at)
  }

  mutating func lineEnd() throws(SyntaxFault) {
    if brackets.isEmpty {
      let length = lineEndLength(at)
      tokens.append(Token(.newline, at..<at + length))
      isAtLineStart = true
    }
    try skipLineEnd()
  }

  private mutating func skipLineEnd() throws(SyntaxFault) {
    at += lineEndLength(at)
    if at < bytes.count { try checkConflictMarker() }
  }

  /// How many bytes the line end at an offset has: CRLF is one line end.
  func lineEndLength(_ offset: Int) -> Int {
    bytes[offset] == 0x0D && byte(offset + 1) == 0x0A ? 2 : 1
  }

  /// Seven `<`, `=`, `>` or `|` at the start of a line, in code, are never Python.
  func checkConflictMarker() throws(SyntaxFault) {
    let mark = bytes[at]
    switch mark {
    case UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "|"):
      guard at + 7 <= bytes.count, bytes[at..<at + 7].allSatisfy({ $0 == mark }) else { return }
      throw SyntaxFault(
        "the file holds an unresolved merge conflict", at..<at + 7, code: .mergeConflict)
    default: return
    }
  }

  mutating func comment() {
    let start = at
    while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
    comments.append(start..<at)
  }

  /// A backslash joins its line with the next.
  mutating func continuation() throws(SyntaxFault) {
    guard at + 1 < bytes.count else {
      throw SyntaxFault("unexpected end of file after '\\'", at: at)
    }
    guard bytes[at + 1] == 0x0A || bytes[at + 1] == 0x0D else {
      throw SyntaxFault("unexpected character after '\\'", at: at + 1)
    }
    at += 1
    try skipLineEnd()
    guard at < bytes.count else {
      throw SyntaxFault("unexpected end of file after '\\'", at: at - 1)
    }
  }

  mutating func finish() throws(SyntaxFault) {
    if let open = formatted.last { throw neverClosed(open) }
    if let open = brackets.last {
      let mark = String(decoding: bytes[open...open], as: UTF8.self)
      throw SyntaxFault("'\(mark)' is never closed", at: open)
    }
    if !isAtLineStart { emit(.newline, length: 0) }
    for _ in indents.dropFirst() { emit(.dedent, length: 0) }
    emit(.endOfFile, length: 0)
  }
}
