import PythonSyntax
import PythonTokens

extension Parser {
  /// A function or class, with its decorators.
  mutating func definition() throws(SyntaxFault) -> Statement {
    var decorators: [Expression] = []
    while skip(.at) {
      decorators.append(try namedExpression())
      guard skip(.newline) else { throw fault(expecting: "end of line") }
    }
    switch kind {
    case .class: return try classDefinition(decorators)
    case .def: return try functionDefinition(decorators, isAsync: false)
    case .async where nextKind == .def: return try functionDefinition(decorators, isAsync: true)
    default: throw fault(expecting: "'def' or 'class' after a decorator")
    }
  }

  private mutating func classDefinition(
    _ decorators: [Expression]
  ) throws(SyntaxFault) -> Statement {
    let start = start
    advance()
    let name = try identifier()
    let typeParameters = try typeParameters()
    let arguments = kind == .leftParenthesis ? try bases() : []
    let definition = ClassDefinition(
      decorators: decorators, name: name, typeParameters: typeParameters, arguments: arguments,
      body: try within(Scope()) { parser throws(SyntaxFault) in try parser.block() })
    return Statement(.class(definition), range: start..<previousEnd)
  }

  /// The arguments of a class; unlike a call's, a generator is none of them.
  private mutating func bases() throws(SyntaxFault) -> [Argument] {
    let arguments = try arguments()
    if arguments.count == 1, let only = arguments.first, case .generator = only.value.kind,
      only.value.range.upperBound == previousEnd
    {
      throw SyntaxFault("a class cannot be made from a generator", only.range)
    }
    return arguments
  }

  private mutating func functionDefinition(
    _ decorators: [Expression], isAsync: Bool
  ) throws(SyntaxFault) -> Statement {
    let start = start
    if isAsync { advance() }
    advance()
    let name = try identifier()
    let typeParameters = try typeParameters()
    try expect(.leftParenthesis)
    let parameters = try parameters(until: .rightParenthesis, areAnnotated: true)
    advance()
    let returns = skip(.arrow) ? try expression() : nil
    let definition = FunctionDefinition(
      isAsync: isAsync, decorators: decorators, name: name, typeParameters: typeParameters,
      parameters: parameters, returns: returns,
      body: try functionBody(.function(isAsync: isAsync), of: name.text))
    return Statement(.function(definition), range: start..<previousEnd)
  }

  private mutating func functionBody(
    _ scope: Scope, of name: String
  ) throws(SyntaxFault) -> FunctionBody {
    guard kind == .colon, nextKind == .newline, postponesBody(of: name) else {
      let statements = try within(scope) { parser throws(SyntaxFault) in try parser.block() }
      let start = statements.first?.range.lowerBound ?? previousEnd
      return FunctionBody(statements, range: start..<previousEnd)
    }
    advance()
    advance()
    guard kind == .indent else { throw fault(expecting: "an indented block") }
    let first = index
    let start = start
    skipBlock()
    let body = FunctionBody(
      postponed: source, at: first, in: scope, range: start..<previousEnd)
    postponed.append(body)
    return body
  }

  /// Whether the block behind the current colon is not parsed now.
  private func postponesBody(of name: String) -> Bool {
    switch bodies {
    case .parsed: false
    case .postponed: true
    case .parsedIfCalled(let called):
      name != called && PlainBody.isPlain(source, at: index + 2)
    }
  }

  /// Steps over an indented block without reading it.
  private mutating func skipBlock() {
    let tokens = source.tokens
    var depth = 0
    var position = index
    repeat {
      switch tokens[position].kind {
      case .indent: depth += 1
      case .dedent: depth -= 1
      default: break
      }
      position += 1
    } while depth > 0
    var last = position - 1
    while last > index, tokens[last].kind == .dedent || tokens[last].kind == .newline {
      last -= 1
    }
    move(to: position, previousEnd: Int(tokens[last].end))
  }
}
