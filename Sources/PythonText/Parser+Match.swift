import PythonSyntax
import PythonTokens

extension Parser {
  /// Whether the word `match` here begins a statement: its line ends with a colon and a `case` follows.
  var startsMatch: Bool {
    guard isWord("match") else { return false }
    let tokens = source.tokens
    guard let end = tokens[index...].firstIndex(where: { $0.kind == .newline }) else {
      return false
    }
    guard end > index + 1, end + 2 < tokens.count, tokens[end - 1].kind == .colon,
      tokens[end + 1].kind == .indent
    else { return false }
    let first = tokens[end + 2]
    return first.kind == .name && source.text(first.range) == "case"
  }

  private func isWord(_ word: StaticString) -> Bool {
    range.count == word.utf8CodeUnitCount && source.text(range) == word.description
  }

  mutating func matchStatement() throws(SyntaxFault) -> Statement {
    let start = start
    advance()
    let subject = try subjectExpression()
    try expect(.colon)
    try expect(.newline)
    guard skip(.indent) else { throw fault(expecting: "an indented block") }
    var cases: [MatchCase] = []
    while kind != .dedent { cases.append(try matchCase()) }
    advance()
    return Statement(.match(subject, cases), range: start..<previousEnd)
  }

  private mutating func subjectExpression() throws(SyntaxFault) -> Expression {
    let start = start
    let first = try displayItem()
    guard kind == .comma else {
      try checkStandsAlone(first)
      return first
    }
    return try tuple(from: start, first) { parser throws(SyntaxFault) in
      try parser.displayItem()
    }
  }

  private mutating func matchCase() throws(SyntaxFault) -> MatchCase {
    let start = start
    guard kind == .name, isWord("case") else { throw fault(expecting: "'case'") }
    advance()
    let pattern = try pattern()
    let condition = skip(.if) ? try namedExpression() : nil
    let body = try block()
    return MatchCase(
      pattern: pattern, condition: condition, body: body, range: start..<previousEnd)
  }
}
