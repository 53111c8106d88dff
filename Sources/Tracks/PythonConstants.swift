import PythonText

/// A value that can be told without running Python.
enum PythonConstant: Sendable {
  case none
  case boolean(Bool)
  case text(PlacedText)
  case list([PlacedText])
}

/// A string of the source and where it is used.
struct PlacedText: Sendable {
  let text: String
  let range: Range<Int>
}

/// The names that a module binds at its top level, as far as their values are literal.
struct PythonConstants: Sendable {
  /// A name that is bound: to a constant, or to something that only Python knows.
  struct Binding: Sendable {
    let constant: PythonConstant?
    /// The bytes of the value, or of whatever else binds the name.
    let range: Range<Int>
  }

  private(set) var bindings: [String: Binding] = [:]

  /// Follows the statements of a module in order: the last one to bind a name wins.
  init(_ module: PythonModule) {
    bindings.reserveCapacity(12)
    for statement in module.body { read(statement, isCertain: true) }
  }

  /// The value of an expression that consists of literals and of names bound before.
  func constant(_ expression: Expression) -> PythonConstant? {
    switch expression.kind {
    case .none: .some(.none)
    case .boolean(let value): .boolean(value)
    case .tuple(let items), .list(let items), .set(let items): list(items)
    case .name(let name): bindings[name]?.constant?.moved(to: expression.range)
    default: text(expression).map { .text(PlacedText(text: $0, range: expression.range)) }
    }
  }

  private func list(_ items: [Expression]) -> PythonConstant? {
    var texts: [PlacedText] = []
    for item in items {
      guard case .text(let text) = constant(item) else { return nil }
      texts.append(text)
    }
    return .list(texts)
  }

  private func text(_ expression: Expression) -> String? {
    switch expression.kind {
    case .string(let text): return text
    case .formatted(let parts):
      var result = ""
      for part in parts {
        guard case .text(let text) = part.kind else { return nil }
        result += text
      }
      return result
    case .binary(let left, .add, let right):
      guard case .text(let first) = constant(left), case .text(let second) = constant(right)
      else { return nil }
      return first.text + second.text
    default: return nil
    }
  }
}

extension PythonConstants {
  private mutating func read(_ statement: Statement, isCertain: Bool) {
    switch statement.kind {
    case .assign(let targets, let value):
      for target in targets { bind(target, to: value, isCertain: isCertain) }
    case .annotatedAssign(let target, _, let value?):
      bind(target, to: value, isCertain: isCertain)
    case .augmentedAssign(let target, _, _):
      hide(target, range: statement.range)
    default: readNested(statement)
    }
  }

  /// What may or may not run, and what binds a name to something that is no constant.
  private mutating func readNested(_ statement: Statement) {
    switch statement.kind {
    case .function(let function): hide(function.name)
    case .class(let type): hide(type.name)
    case .import(let names): names.forEach { hide($0.alias ?? $0.name) }
    case .importFrom(let from): from.names.forEach { hide($0.alias ?? $0.name) }
    case .if(let branches, let otherwise):
      readAll(branches.flatMap(\.body) + otherwise)
    case .for(let loop):
      hide(loop.target, range: loop.target.range)
      readAll(loop.body + loop.otherwise)
    case .while(_, let body, let otherwise): readAll(body + otherwise)
    case .try(let attempt):
      readAll(attempt.body + attempt.handlers.flatMap(\.body))
      readAll(attempt.otherwise + attempt.finally)
    case .with(let with): readAll(with.body)
    case .match(_, let cases): readAll(cases.flatMap(\.body))
    default: break
    }
  }

  private mutating func readAll(_ statements: [Statement]) {
    for statement in statements { read(statement, isCertain: false) }
  }

  private mutating func bind(_ target: Expression, to value: Expression, isCertain: Bool) {
    switch (target.kind, value.kind) {
    case (.name(let name), _):
      bindings[name] = Binding(constant: isCertain ? constant(value) : nil, range: value.range)
    case (.tuple(let targets), .tuple(let values)) where targets.count == values.count:
      for (target, value) in zip(targets, values) { bind(target, to: value, isCertain: isCertain) }
    default: hide(target, range: value.range)
    }
  }

  private mutating func hide(_ name: Identifier) {
    bindings[name.text] = Binding(constant: nil, range: name.range)
  }

  private mutating func hide(_ target: Expression, range: Range<Int>) {
    switch target.kind {
    case .name(let name): bindings[name] = Binding(constant: nil, range: range)
    case .tuple(let targets), .list(let targets):
      for target in targets { hide(target, range: range) }
    case .starred(let inner): hide(inner, range: range)
    default: break
    }
  }
}

extension PythonConstant {
  /// The same value, used at another place.
  fileprivate func moved(to range: Range<Int>) -> PythonConstant {
    switch self {
    case .none, .boolean: self
    case .text(let text): .text(PlacedText(text: text.text, range: range))
    case .list(let texts): .list(texts.map { PlacedText(text: $0.text, range: range) })
    }
  }
}
