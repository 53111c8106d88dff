import PythonSyntax
import PythonTokens

extension Parser {
  /// What `for` assigns to: one target, or several with commas as a tuple.
  mutating func targetList() throws(SyntaxFault) -> Expression {
    let start = start
    let first = try targetItem()
    let target =
      kind == .comma
      ? try tuple(from: start, first) { parser throws(SyntaxFault) in try parser.targetItem() }
      : first
    try check(target, isFor: .assigning)
    return target
  }

  /// One target, as after `as`.
  mutating func singleTarget() throws(SyntaxFault) -> Expression {
    let target = try targetItem()
    try check(target, isFor: .assigning)
    return target
  }

  private mutating func targetItem() throws(SyntaxFault) -> Expression {
    kind == .star ? try starred() : try binary()
  }

  /// What is done to a target.
  enum TargetUse {
    case assigning
    case deleting
    /// Annotated and augmented assignment take one plain target.
    case changing
  }

  func check(_ target: Expression, isFor use: TargetUse) throws(SyntaxFault) {
    switch (target.kind, use) {
    case (.name, _), (.attribute, _), (.subscript, _): return
    case (.starred(let inner), .assigning):
      if case .starred = inner.kind { break }
      return try check(inner, isFor: use)
    case (.tuple(let items), .assigning), (.tuple(let items), .deleting),
      (.list(let items), .assigning), (.list(let items), .deleting):
      for item in items { try check(item, isFor: use) }
      return
    default: break
    }
    let verb = use == .deleting ? "delete" : "assign to"
    throw SyntaxFault("cannot \(verb) \(target.kind.noun)", target.range)
  }
}

extension Expression.Kind {
  /// What a message calls such an expression.
  var noun: String {
    switch self {
    case .none: "None"
    case .boolean(let value): value ? "True" : "False"
    case .ellipsis: "an ellipsis"
    case .integer, .bigInteger, .float, .imaginary, .string, .unknownString, .bytes: "a literal"
    case .formatted, .template: "an f-string"
    case .name: "a name"
    case .attribute: "an attribute"
    case .call: "a function call"
    case .subscript, .slice: "a subscript"
    case .tuple: "a tuple"
    case .list: "a list"
    case .set: "a set"
    case .dictionary: "a dictionary"
    case .comparison: "a comparison"
    case .conditional: "a conditional expression"
    case .lambda: "a lambda"
    case .listComprehension, .setComprehension, .dictionaryComprehension: "a comprehension"
    case .generator: "a generator"
    case .starred: "a starred expression"
    case .await: "an await expression"
    case .yield, .yieldFrom: "a yield expression"
    case .unary, .binary, .logical, .walrus: "an expression"
    }
  }
}
