import PythonSyntax
import PythonTokens

extension Parser {
  /// All statements up to the end of the file.
  mutating func file() throws(SyntaxFault) -> [Statement] {
    var statements: [Statement] = []
    while kind != .endOfFile { try statement(into: &statements) }
    return statements
  }

  /// One compound statement, or one line of simple ones.
  mutating func statement(into statements: inout [Statement]) throws(SyntaxFault) {
    let start = start
    switch kind {
    case .indent: throw SyntaxFault("unexpected indentation", range)
    case .if: statements.append(try ifStatement())
    case .for: statements.append(try forLoop(from: start, isAsync: false))
    case .while: statements.append(try whileLoop())
    case .try: statements.append(try tryStatement())
    case .with: statements.append(try withStatement(from: start, isAsync: false))
    case .def, .class, .at: statements.append(try definition())
    case .async:
      if nextKind == .def {
        statements.append(try definition())
      } else {
        let range = range
        advance()
        if kind == .for || kind == .with { try checkAsync("'async \(kind.rawValue)'", at: range) }
        switch kind {
        case .for: statements.append(try forLoop(from: start, isAsync: true))
        case .with: statements.append(try withStatement(from: start, isAsync: true))
        default: throw fault(expecting: "'def', 'for' or 'with'")
        }
      }
    case .name where startsMatch: statements.append(try matchStatement())
    default: try simpleLine(into: &statements)
    }
  }

  mutating func simpleLine(into statements: inout [Statement]) throws(SyntaxFault) {
    repeat {
      let start = start
      let found = try simpleStatement()
      statements.append(Statement(found, range: start..<previousEnd))
    } while skip(.semicolon) && kind != .newline
    guard skip(.newline) else { throw fault(expecting: "end of line") }
  }

  private mutating func simpleStatement() throws(SyntaxFault) -> Statement.Kind {
    switch kind {
    case .pass: return word(.pass)
    case .break:
      try checkLoop("break")
      return word(.break)
    case .continue:
      try checkLoop("continue")
      return word(.continue)
    case .return:
      try checkFunction("return")
      advance()
      return .return(startsExpression ? try expressionList() : nil)
    case .raise: return try raiseStatement()
    case .assert: return try assertStatement()
    case .del: return try deleteStatement()
    case .global: return .global(try names())
    case .nonlocal: return .nonlocal(try names())
    case .import: return try importStatement()
    case .from: return try importFromStatement()
    case .name where nextKind == .name && source.text(range) == "type":
      return try typeAlias()
    default: return try expressionStatement()
    }
  }

  private mutating func word(_ statement: Statement.Kind) -> Statement.Kind {
    advance()
    return statement
  }

  private mutating func raiseStatement() throws(SyntaxFault) -> Statement.Kind {
    advance()
    guard startsExpression else { return .raise(nil, from: nil) }
    let error = try expression()
    return .raise(error, from: skip(.from) ? try expression() : nil)
  }

  private mutating func assertStatement() throws(SyntaxFault) -> Statement.Kind {
    advance()
    let test = try expression()
    return .assert(test, message: skip(.comma) ? try expression() : nil)
  }

  private mutating func deleteStatement() throws(SyntaxFault) -> Statement.Kind {
    advance()
    var targets: [Expression] = []
    repeat {
      let target = try binary()
      try check(target, isFor: .deleting)
      targets.append(target)
    } while skip(.comma) && startsExpression
    return .delete(targets)
  }

  private mutating func names() throws(SyntaxFault) -> [Identifier] {
    advance()
    var names = [try identifier()]
    while skip(.comma) { names.append(try identifier()) }
    return names
  }

  private mutating func typeAlias() throws(SyntaxFault) -> Statement.Kind {
    advance()
    let name = try identifier()
    let parameters = try typeParameters()
    try expect(.assign)
    return .typeAlias(name, parameters, value: try expression())
  }

  private mutating func expressionStatement() throws(SyntaxFault) -> Statement.Kind {
    let first = try yieldOrExpressionList()
    if kind == .assign { return try assignment(first) }
    if skip(.colon) {
      try check(first, isFor: .changing)
      let annotation = try expression()
      let value = skip(.assign) ? try yieldOrExpressionList() : nil
      return .annotatedAssign(target: first, annotation: annotation, value: value)
    }
    guard let found = kind.augmentation else {
      try checkStandsAlone(first)
      return .expression(first)
    }
    try check(first, isFor: .changing)
    advance()
    return .augmentedAssign(target: first, found, value: try yieldOrExpressionList())
  }

  private mutating func assignment(_ first: Expression) throws(SyntaxFault) -> Statement.Kind {
    var targets: [Expression] = []
    var value = first
    while skip(.assign) {
      try check(value, isFor: .assigning)
      try checkStandsAlone(value)
      targets.append(value)
      value = try yieldOrExpressionList()
    }
    try checkStandsAlone(value)
    return .assign(targets: targets, value: value)
  }

  /// Only in a list of expressions can one be starred.
  func checkStandsAlone(_ expression: Expression) throws(SyntaxFault) {
    guard case .starred = expression.kind else { return }
    throw SyntaxFault("a starred expression cannot stand alone here", expression.range)
  }
}

extension TokenKind {
  /// The operator of an augmented assignment.
  fileprivate var augmentation: BinaryOperator? {
    switch self {
    case .plusAssign: .add
    case .minusAssign: .subtract
    case .starAssign: .multiply
    case .atAssign: .matrixMultiply
    case .slashAssign: .divide
    case .doubleSlashAssign: .floorDivide
    case .percentAssign: .modulo
    case .doubleStarAssign: .power
    case .leftShiftAssign: .leftShift
    case .rightShiftAssign: .rightShift
    case .ampersandAssign: .and
    case .pipeAssign: .or
    case .caretAssign: .exclusiveOr
    default: nil
    }
  }
}
