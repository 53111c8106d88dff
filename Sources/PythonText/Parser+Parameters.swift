import PythonSyntax
import PythonTokens

extension Parser {
  mutating func lambda() throws(SyntaxFault) -> Expression {
    let start = start
    try expect(.lambda)
    let parameters = try parameters(until: .colon, areAnnotated: false)
    try expect(.colon)
    let body = try within(.function(isAsync: false)) { parser throws(SyntaxFault) in
      try parser.expression()
    }
    return Expression(.lambda(parameters, body), range: start..<previousEnd)
  }

  /// Parameters up to, and without, the token that ends them.
  mutating func parameters(
    until end: TokenKind, areAnnotated: Bool
  ) throws(SyntaxFault) -> Parameters {
    var result = Parameters()
    var state = ParameterState()
    while kind != end {
      try nextParameter(into: &result, &state, areAnnotated: areAnnotated)
      guard skip(.comma) else { break }
      if result.variadicKeywords != nil { break }
    }
    guard kind == end else { throw fault(expecting: "',' or \(end.quoted)") }
    if let bare = state.needsKeyword {
      throw SyntaxFault("named parameters must follow a bare '*'", bare)
    }
    return result
  }

  private mutating func nextParameter(
    into result: inout Parameters, _ state: inout ParameterState, areAnnotated: Bool
  ) throws(SyntaxFault) {
    let range = range
    switch kind {
    case .slash:
      advance()
      try state.acceptSlash(result, range)
      result.positionalOnly = result.positional
      result.positional = []
    case .star:
      advance()
      guard !state.hasStar else { throw SyntaxFault("'*' may appear once only", range) }
      state.hasStar = true
      if kind == .comma {
        state.needsKeyword = range
      } else {
        result.variadic = try state.name(
          try parameter(areAnnotated: areAnnotated, isVariadic: true))
      }
    case .doubleStar:
      advance()
      result.variadicKeywords = try state.name(try parameter(areAnnotated: areAnnotated))
    default:
      let parameter = try state.name(
        try parameter(areAnnotated: areAnnotated, mayHaveDefault: true))
      try state.accept(parameter)
      if state.hasStar {
        result.keywordOnly.append(parameter)
      } else {
        result.positional.append(parameter)
      }
    }
  }

  private mutating func parameter(
    areAnnotated: Bool, isVariadic: Bool = false, mayHaveDefault: Bool = false
  ) throws(SyntaxFault) -> Parameter {
    let start = start
    let name = try identifier()
    var annotation: Expression?
    if areAnnotated, skip(.colon) {
      annotation = isVariadic && kind == .star ? try starred() : try expression()
    }
    let range = start..<previousEnd
    let value = mayHaveDefault && skip(.assign) ? try expression() : nil
    return Parameter(name: name, annotation: annotation, defaultValue: value, range: range)
  }

  /// `[T: bound = default, *Ts, **P]`, if there is one.
  mutating func typeParameters() throws(SyntaxFault) -> [TypeParameter] {
    guard skip(.leftBracket) else { return [] }
    var parameters: [TypeParameter] = []
    repeat {
      parameters.append(try typeParameter())
    } while skip(.comma) && kind != .rightBracket
    guard skip(.rightBracket) else { throw fault(expecting: "',' or ']'") }
    return parameters
  }

  private mutating func typeParameter() throws(SyntaxFault) -> TypeParameter {
    let start = start
    let found: TypeParameter.Kind =
      skip(.star) ? .variadic : skip(.doubleStar) ? .parameters : .plain
    let name = try identifier()
    let bound = found == .plain && skip(.colon) ? try expression() : nil
    var value: Expression?
    if skip(.assign) {
      value = found == .variadic && kind == .star ? try starred() : try expression()
    }
    return TypeParameter(
      found, name: name, bound: bound, defaultValue: value, range: start..<previousEnd)
  }
}

/// What the parameters so far allow the next one to be.
private struct ParameterState {
  var hasStar = false
  /// A bare `*` that no parameter followed yet.
  var needsKeyword: Range<Int>?
  private var names = Names()
  private var hasSlash = false
  private var hasDefault = false

  mutating func acceptSlash(_ soFar: Parameters, _ range: Range<Int>) throws(SyntaxFault) {
    guard !hasSlash else { throw SyntaxFault("'/' may appear once only", range) }
    guard !hasStar else { throw SyntaxFault("'/' must be ahead of '*'", range) }
    guard !soFar.positional.isEmpty else {
      throw SyntaxFault("at least one parameter must precede '/'", range)
    }
    hasSlash = true
  }

  /// No two parameters have the same name.
  mutating func name(_ parameter: Parameter) throws(SyntaxFault) -> Parameter {
    guard names.insert(parameter.name.text) else {
      throw SyntaxFault(
        "the parameter '\(parameter.name.text)' stands here twice", parameter.name.range)
    }
    return parameter
  }

  mutating func accept(_ parameter: Parameter) throws(SyntaxFault) {
    needsKeyword = nil
    if parameter.defaultValue != nil {
      hasDefault = true
    } else if hasDefault, !hasStar {
      throw SyntaxFault(
        "a parameter without a default follows one that has a default", parameter.range)
    }
  }
}
