/// A Python statement and the bytes of the file it stands in.
///
/// A range ends with the last token that is not a line end; that of a `def` or `class` begins after its decorators.
package struct Statement: Sendable {
  package let range: Range<Int>
  package let kind: Kind

  package init(_ kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }

  package enum Kind: Sendable {
    case expression(Expression)
    /// `a = b = value` has two targets.
    indirect case assign(targets: [Expression], value: Expression)
    indirect case annotatedAssign(
      target: Expression, annotation: Expression, value: Expression?)
    indirect case augmentedAssign(target: Expression, BinaryOperator, value: Expression)
    case `return`(Expression?)
    indirect case raise(Expression?, from: Expression?)
    indirect case assert(Expression, message: Expression?)
    case delete([Expression])
    case pass
    case `break`
    case `continue`
    case global([Identifier])
    case nonlocal([Identifier])
    case `import`([ImportedName])
    indirect case importFrom(ImportFrom)
    /// `if` and each `elif`, first to last; `otherwise` is empty without `else`.
    indirect case `if`([ConditionalBranch], otherwise: [Statement])
    indirect case `for`(ForLoop)
    indirect case `while`(Expression, body: [Statement], otherwise: [Statement])
    indirect case `try`(TryStatement)
    indirect case with(WithStatement)
    indirect case function(FunctionDefinition)
    indirect case `class`(ClassDefinition)
    indirect case match(Expression, [MatchCase])
    indirect case typeAlias(Identifier, [TypeParameter], value: Expression)
  }
}

/// `name as alias`, where the name may have dots in an `import`, and is `*` in a star import.
package struct ImportedName: Sendable {
  package let name: Identifier
  package let alias: Identifier?

  package init(_ name: Identifier, alias: Identifier?) {
    self.name = name
    self.alias = alias
  }

  package var range: Range<Int> {
    name.range.lowerBound..<(alias ?? name).range.upperBound
  }
}

/// `from ..module import names`.
package struct ImportFrom: Sendable {
  /// How many dots stand before the module.
  package let level: Int
  package let module: Identifier?
  package let names: [ImportedName]

  package init(level: Int, module: Identifier?, names: [ImportedName]) {
    self.level = level
    self.module = module
    self.names = names
  }
}

/// An `if` or `elif` with its block.
package struct ConditionalBranch: Sendable {
  package let test: Expression
  package let body: [Statement]
  /// From the keyword to the end of the block.
  package let range: Range<Int>

  package init(test: Expression, body: [Statement], range: Range<Int>) {
    self.test = test
    self.body = body
    self.range = range
  }
}

/// `for target in iterable`, with `async` and `else`.
package struct ForLoop: Sendable {
  package let isAsync: Bool
  package let target: Expression
  package let iterable: Expression
  package let body: [Statement]
  package let otherwise: [Statement]

  package init(
    isAsync: Bool, target: Expression, iterable: Expression, body: [Statement],
    otherwise: [Statement]
  ) {
    self.isAsync = isAsync
    self.target = target
    self.iterable = iterable
    self.body = body
    self.otherwise = otherwise
  }
}

/// `try` with everything that may follow it.
package struct TryStatement: Sendable {
  package let body: [Statement]
  package let handlers: [ExceptionHandler]
  /// Whether the handlers are written `except*`.
  package let handlesGroups: Bool
  package let otherwise: [Statement]
  package let finally: [Statement]

  package init(
    body: [Statement], handlers: [ExceptionHandler], handlesGroups: Bool,
    otherwise: [Statement], finally: [Statement]
  ) {
    self.body = body
    self.handlers = handlers
    self.handlesGroups = handlesGroups
    self.otherwise = otherwise
    self.finally = finally
  }
}

/// `except type as name`.
package struct ExceptionHandler: Sendable {
  package let type: Expression?
  package let name: Identifier?
  package let body: [Statement]
  package let range: Range<Int>

  package init(type: Expression?, name: Identifier?, body: [Statement], range: Range<Int>) {
    self.type = type
    self.name = name
    self.body = body
    self.range = range
  }
}

/// `with a as b, c:`, parenthesised or not.
package struct WithStatement: Sendable {
  package struct Item: Sendable {
    package let context: Expression
    package let target: Expression?

    package init(context: Expression, target: Expression?) {
      self.context = context
      self.target = target
    }
  }

  package let isAsync: Bool
  package let items: [Item]
  package let body: [Statement]

  package init(isAsync: Bool, items: [Item], body: [Statement]) {
    self.isAsync = isAsync
    self.items = items
    self.body = body
  }
}

/// One `case` of a `match`.
package struct MatchCase: Sendable {
  package let pattern: Pattern
  package let condition: Expression?
  package let body: [Statement]
  package let range: Range<Int>

  package init(
    pattern: Pattern, condition: Expression?, body: [Statement], range: Range<Int>
  ) {
    self.pattern = pattern
    self.condition = condition
    self.body = body
    self.range = range
  }
}
