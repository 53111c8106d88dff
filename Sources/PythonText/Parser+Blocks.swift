import PythonSyntax
import PythonTokens

extension Parser {
  /// A colon and what it governs: indented lines, or the rest of the line.
  mutating func block() throws(SyntaxFault) -> [Statement] {
    try expect(.colon)
    var statements: [Statement] = []
    guard skip(.newline) else {
      try simpleLine(into: &statements)
      return statements
    }
    try indentedStatements(into: &statements)
    return statements
  }

  mutating func indentedStatements(into statements: inout [Statement]) throws(SyntaxFault) {
    guard skip(.indent) else { throw fault(expecting: "an indented block") }
    while kind != .dedent { try statement(into: &statements) }
    advance()
  }

  private mutating func elseBlock() throws(SyntaxFault) -> [Statement] {
    skip(.else) ? try block() : []
  }

  mutating func ifStatement() throws(SyntaxFault) -> Statement {
    let start = start
    var branches: [ConditionalBranch] = []
    while kind == .elif || branches.isEmpty {
      let branchStart = self.start
      advance()
      let test = try namedExpression()
      let body = try block()
      branches.append(
        ConditionalBranch(test: test, body: body, range: branchStart..<previousEnd))
    }
    let otherwise = try elseBlock()
    return Statement(.if(branches, otherwise: otherwise), range: start..<previousEnd)
  }

  mutating func whileLoop() throws(SyntaxFault) -> Statement {
    let start = start
    advance()
    let test = try namedExpression()
    let body = try loopBlock()
    let otherwise = try elseBlock()
    return Statement(.while(test, body: body, otherwise: otherwise), range: start..<previousEnd)
  }

  mutating func forLoop(from start: Int, isAsync: Bool) throws(SyntaxFault) -> Statement {
    advance()
    let target = try targetList()
    try expect(.in)
    let iterable = try expressionList()
    let body = try loopBlock()
    let loop = ForLoop(
      isAsync: isAsync, target: target, iterable: iterable, body: body,
      otherwise: try elseBlock())
    return Statement(.for(loop), range: start..<previousEnd)
  }

  mutating func tryStatement() throws(SyntaxFault) -> Statement {
    let start = start
    advance()
    let body = try block()
    var handlers: [ExceptionHandler] = []
    let handlesGroups = kind == .except && nextKind == .star
    while kind == .except {
      guard handlers.last?.type != nil || handlers.isEmpty else {
        throw SyntaxFault("an 'except' without a type must be the last one", range)
      }
      guard handlesGroups == (nextKind == .star) else {
        throw SyntaxFault("'except' and 'except*' cannot stand in one 'try'", range)
      }
      handlers.append(try exceptionHandler())
    }
    let otherwise = handlers.isEmpty ? [] : try elseBlock()
    let finally = skip(.finally) ? try block() : []
    guard !handlers.isEmpty || !finally.isEmpty else {
      throw fault(expecting: "'except' or 'finally'")
    }
    let statement = TryStatement(
      body: body, handlers: handlers, handlesGroups: handlesGroups, otherwise: otherwise,
      finally: finally)
    return Statement(.try(statement), range: start..<previousEnd)
  }

  private mutating func exceptionHandler() throws(SyntaxFault) -> ExceptionHandler {
    let start = start
    advance()
    let isGroup = skip(.star)
    var type: Expression?
    var name: Identifier?
    if isGroup || kind != .colon {
      let typeStart = self.start
      let first = try expression()
      if kind == .comma {
        // PEP 758: several types need no parentheses unless a name follows.
        type = try tuple(from: typeStart, first) { parser throws(SyntaxFault) in
          try parser.expression()
        }
      } else {
        type = first
        name = skip(.as) ? try identifier() : nil
      }
    }
    let body = try block()
    return ExceptionHandler(type: type, name: name, body: body, range: start..<previousEnd)
  }
}
