/// `def`, or `async def`.
package struct FunctionDefinition: Sendable {
  package let isAsync: Bool
  package let decorators: [Expression]
  package let name: Identifier
  package let typeParameters: [TypeParameter]
  package let parameters: Parameters
  package let returns: Expression?
  /// The statements; those of a module's functions are parsed when they are asked for.
  package let body: FunctionBody

  package init(
    isAsync: Bool, decorators: [Expression], name: Identifier, typeParameters: [TypeParameter],
    parameters: Parameters, returns: Expression?, body: FunctionBody
  ) {
    self.isAsync = isAsync
    self.decorators = decorators
    self.name = name
    self.typeParameters = typeParameters
    self.parameters = parameters
    self.returns = returns
    self.body = body
  }
}

/// `class name(arguments)`.
package struct ClassDefinition: Sendable {
  package let decorators: [Expression]
  package let name: Identifier
  package let typeParameters: [TypeParameter]
  /// Bases and keywords.
  package let arguments: [Argument]
  package let body: [Statement]

  package init(
    decorators: [Expression], name: Identifier, typeParameters: [TypeParameter],
    arguments: [Argument], body: [Statement]
  ) {
    self.decorators = decorators
    self.name = name
    self.typeParameters = typeParameters
    self.arguments = arguments
    self.body = body
  }
}

/// What a function or lambda takes, by kind, each in the order written.
package struct Parameters: Sendable {
  /// Before `/`.
  package var positionalOnly: [Parameter] = []
  package var positional: [Parameter] = []
  /// `*args`.
  package var variadic: Parameter?
  /// After `*` or `*args`.
  package var keywordOnly: [Parameter] = []
  /// `**kwargs`.
  package var variadicKeywords: Parameter?

  package init() {}
}

/// One parameter; its range covers the name and the annotation, not the default.
package struct Parameter: Sendable {
  package let name: Identifier
  package let annotation: Expression?
  package let defaultValue: Expression?
  package let range: Range<Int>

  package init(
    name: Identifier, annotation: Expression?, defaultValue: Expression?, range: Range<Int>
  ) {
    self.name = name
    self.annotation = annotation
    self.defaultValue = defaultValue
    self.range = range
  }
}

/// `T: bound = default`, `*Ts` or `**P`, in the brackets of a generic definition.
package struct TypeParameter: Sendable {
  package enum Kind: Sendable {
    case plain
    case variadic
    case parameters
  }

  package let kind: Kind
  package let name: Identifier
  package let bound: Expression?
  package let defaultValue: Expression?
  package let range: Range<Int>

  package init(
    _ kind: Kind, name: Identifier, bound: Expression?, defaultValue: Expression?,
    range: Range<Int>
  ) {
    self.kind = kind
    self.name = name
    self.bound = bound
    self.defaultValue = defaultValue
    self.range = range
  }
}
