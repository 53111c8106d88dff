import PythonSyntax
import PythonTokens

extension Parser {
  mutating func withStatement(from start: Int, isAsync: Bool) throws(SyntaxFault) -> Statement {
    advance()
    let items = try withItems()
    let body = try block()
    let statement = WithStatement(isAsync: isAsync, items: items, body: body)
    return Statement(.with(statement), range: start..<previousEnd)
  }

  /// Parentheses may enclose the items, or belong to an expression: only what they hold tells.
  private mutating func withItems() throws(SyntaxFault) -> [WithStatement.Item] {
    guard kind == .leftParenthesis, isColonAfterParentheses else {
      var items = [try withItem()]
      while skip(.comma) { items.append(try withItem()) }
      return items
    }
    let (index, end) = (index, previousEnd)
    do {
      advance()
      var items: [WithStatement.Item] = []
      repeat {
        items.append(try withItem())
      } while skip(.comma) && kind != .rightParenthesis
      try expect(.rightParenthesis)
      return items
    } catch  where error.code == .syntax {
      move(to: index, previousEnd: end)
      return [try withItem()]
    }
  }

  private mutating func withItem() throws(SyntaxFault) -> WithStatement.Item {
    let context = try expression()
    return WithStatement.Item(context: context, target: skip(.as) ? try singleTarget() : nil)
  }

  /// Whether the parenthesis that opens here closes just before a colon.
  private var isColonAfterParentheses: Bool {
    var depth = 0
    for index in index..<source.tokens.count {
      switch source.tokens[index].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace:
        depth -= 1
        if depth == 0 { return source.tokens[index + 1].kind == .colon }
      default: break
      }
    }
    return false
  }
}
