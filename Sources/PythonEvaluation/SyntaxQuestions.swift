import PythonSyntax

extension Statement {
  /// The blocks inside of the statement, without those of functions and classes.
  private var blocks: [[Statement]] {
    switch kind {
    case .if(let branches, let otherwise): branches.map(\.body) + [otherwise]
    case .for(let loop): [loop.body, loop.otherwise]
    case .while(_, let body, let otherwise): [body, otherwise]
    case .try(let attempt):
      [attempt.body, attempt.otherwise, attempt.finally] + attempt.handlers.map(\.body)
    case .with(let block): [block.body]
    case .match(_, let cases): cases.map(\.body)
    default: []
    }
  }

  /// The expressions that the statement itself evaluates.
  private var expressions: [Expression] {
    switch kind {
    case .expression(let value): [value]
    case .assign(let targets, let value): targets + [value]
    case .annotatedAssign(let target, _, let value): [target] + (value.map { [$0] } ?? [])
    case .augmentedAssign(let target, _, let value): [target, value]
    case .return(let value): value.map { [$0] } ?? []
    case .raise(let value, let cause): [value, cause].compactMap { $0 }
    case .assert(let test, let message): [test] + (message.map { [$0] } ?? [])
    case .delete(let targets): targets
    case .if(let branches, _): branches.map(\.test)
    case .for(let loop): [loop.target, loop.iterable]
    case .while(let test, _, _): [test]
    case .try(let attempt): attempt.handlers.compactMap(\.type)
    case .with(let block): block.items.flatMap { [$0.context] + ($0.target.map { [$0] } ?? []) }
    case .match(let subject, let cases): [subject] + cases.compactMap(\.condition)
    default: []
    }
  }

  /// Whether the statement has no blocks that might run in part.
  var isSimple: Bool {
    switch kind {
    case .expression, .assign, .annotatedAssign, .function, .class, .import, .importFrom: true
    default: false
    }
  }

  /// Whether a function with this statement is a generator.
  var yields: Bool {
    expressions.contains(where: \.yields) || blocks.contains { $0.contains(where: \.yields) }
  }

  /// The names that the statement may bind in its scope.
  var boundNames: [String] {
    var names: [String] = []
    switch kind {
    case .assign(let targets, _): names = targets.flatMap(\.targetNames)
    case .annotatedAssign(let target, _, _), .augmentedAssign(let target, _, _):
      names = target.targetNames
    case .delete(let targets): names = targets.flatMap(\.targetNames)
    case .import(let imported):
      names = imported.map { name in
        name.alias?.text
          ?? String(
            decoding: Array(name.name.text.utf8.prefix { $0 != UInt8(ascii: ".") }), as: UTF8.self)
      }
    case .importFrom(let from): names = from.names.map { ($0.alias ?? $0.name).text }
    case .for(let loop): names = loop.target.targetNames
    case .with(let block): names = block.items.compactMap(\.target).flatMap(\.targetNames)
    case .try(let attempt): names = attempt.handlers.compactMap(\.name?.text)
    case .match(_, let cases): names = cases.flatMap(\.pattern.names)
    case .function(let definition): names = [definition.name.text]
    case .class(let definition): names = [definition.name.text]
    case .typeAlias(let name, _, _): names = [name.text]
    default: break
    }
    return names + expressions.flatMap(\.walrusNames) + blocks.joined().flatMap(\.boundNames)
  }
}

extension Expression {
  /// The expressions inside of this one that run where it runs.
  var parts: [Expression] {
    switch kind {
    case .attribute(let base, _), .unary(_, let base), .starred(let base), .await(let base),
      .yieldFrom(let base), .walrus(_, let base):
      [base]
    case .call(let callee, let arguments): [callee] + arguments.map(\.value)
    case .subscript(let base, let index): [base, index]
    case .slice(let lower, let upper, let step): [lower, upper, step].compactMap { $0 }
    case .tuple(let items), .list(let items), .set(let items), .logical(_, let items): items
    case .dictionary(let items): items.flatMap { ($0.key.map { [$0] } ?? []) + [$0.value] }
    case .binary(let left, _, let right): [left, right]
    case .comparison(let first, let links): [first] + links.map(\.operand)
    case .conditional(let test, let then, let otherwise): [test, then, otherwise]
    case .yield(let value): value.map { [$0] } ?? []
    case .formatted(let parts), .template(let parts):
      parts.compactMap { part in
        if case .field(let field) = part.kind { field.value } else { nil }
      }
    case .listComprehension(let element, let clauses), .setComprehension(let element, let clauses),
      .generator(let element, let clauses):
      [element] + clauses.flatMap { [$0.iterable] + $0.conditions }
    case .dictionaryComprehension(let key, let value, let clauses):
      [key, value] + clauses.flatMap { [$0.iterable] + $0.conditions }
    default: []
    }
  }

  fileprivate var yields: Bool {
    switch kind {
    case .yield, .yieldFrom: true
    default: parts.contains(where: \.yields)
    }
  }

  fileprivate var walrusNames: [String] {
    let inner = parts.flatMap(\.walrusNames)
    if case .walrus(let name, _) = kind { return inner + [name.text] }
    return inner
  }

  /// The names that an assignment to this target binds.
  var targetNames: [String] {
    switch kind {
    case .name(let name): [name]
    case .tuple(let items), .list(let items): items.flatMap(\.targetNames)
    case .starred(let inner): inner.targetNames
    default: []
    }
  }
}

extension Pattern {
  /// The names that the pattern binds.
  fileprivate var names: [String] {
    switch kind {
    case .value, .singleton: []
    case .capture(let name), .rest(let name): name.map { [$0.text] } ?? []
    case .binding(let inner, let name): inner.names + [name.text]
    case .alternatives(let patterns), .sequence(let patterns): patterns.flatMap(\.names)
    case .mapping(let items, let rest):
      items.flatMap(\.pattern.names) + (rest.map { [$0.text] } ?? [])
    case .instance(_, let patterns, let keywords):
      patterns.flatMap(\.names) + keywords.flatMap(\.pattern.names)
    }
  }
}
