package import Diagnostics
package import PythonSyntax

/// The names that a module binds at its top level, as far as its file tells their values.
package struct ModuleNames: Sendable {
  /// A name that is bound.
  struct Binding: Sendable {
    let value: SymbolicValue
    /// The bytes of the value, or of whatever else binds the name.
    let range: Range<Int>
    /// How many star imports stand before it, which it hides.
    let starCount: Int
  }

  /// Longer texts count as unknown, and so does what goes through more parts or star imports.
  static let longestText = 10_000
  private static let mostParts = 100
  private static let mostStars = 50

  package let file: SourceFile
  /// Where the file lies; relative imports begin there.
  let path: String
  private var bindings: [String: Binding] = [:]
  private var stars: [ImportPath] = []

  /// Follows the statements of a module in order: the last one to bind a name wins.
  package init(_ module: PythonModule, path: String) {
    file = module.file
    self.path = path
    for statement in module.body { read(statement, isCertain: true) }
  }

  /// The bytes of what binds a name in this file; nil when nothing does.
  package func range(of name: String) -> Range<Int>? { bindings[name]?.range }

  /// What the file itself binds a name to, without what star imports may make of it.
  func ownValue(of name: String) -> SymbolicValue? { bindings[name]?.value }

  /// What a name stands for at the end of the module; nil when nothing here binds it.
  func value(of name: String) -> SymbolicValue? {
    let binding = bindings[name]
    let later = stars[(binding?.starCount ?? 0)...]
    guard !later.isEmpty else { return binding?.value }
    guard stars.count <= Self.mostStars else { return .unknown }
    return .starred(
      name, from: Array(later), otherwise: binding?.value, binding?.range ?? 0..<0)
  }

  /// The value of an expression that consists of literals and of names bound before.
  func value(of expression: Expression) -> SymbolicValue {
    switch expression.kind {
    case .none: .constant(.none)
    case .boolean(let value): .constant(.boolean(value))
    case .tuple(let items), .list(let items), .set(let items): list(items.map(value(of:)))
    case .dictionary(let items): dictionary(items.map { ($0.key, $0.value) })
    case .call(let callee, let arguments): dictionary(callee, arguments)
    case .name(let name): use(of: name, at: expression.range)
    case .attribute(let owner, let name): attribute(name, of: owner, range: expression.range)
    case .string, .formatted: text(expression)
    case .binary(let first, .add, let second):
      joined(value(of: first), value(of: second), range: expression.range)
    default: .unknown
    }
  }

  private func use(of name: String, at range: Range<Int>) -> SymbolicValue {
    guard let value = value(of: name) else { return .unknown }
    guard case .starred(_, let modules, otherwise: nil, _) = value, let last = modules.last else {
      return value.moved(to: range)
    }
    // Something must bind it; if no module is found to do so, the last is the one to blame.
    let blamed = SymbolicValue.imported(last.attribute(name), range)
    return .starred(name, from: modules, otherwise: blamed, range)
  }

  private func dictionary(
    _ items: [(key: Expression?, value: Expression)]
  ) -> SymbolicValue {
    guard items.count <= Self.mostParts else { return .unknown }
    var members: [String: SymbolicValue] = [:]
    for item in items {
      guard let key = item.key, case .string(let name) = key.kind else { return .unknown }
      members[name] = value(of: item.value)
    }
    return .dictionary(members)
  }

  /// `dict(name=value, …)`.
  private func dictionary(_ callee: Expression, _ arguments: [Argument]) -> SymbolicValue {
    guard case .name("dict") = callee.kind, bindings["dict"] == nil else { return .unknown }
    var members: [String: SymbolicValue] = [:]
    for argument in arguments {
      guard case .keyword(let name) = argument.kind else { return .unknown }
      members[name.text] = value(of: argument.value)
    }
    return .dictionary(members)
  }

  private func list(_ items: [SymbolicValue]) -> SymbolicValue {
    var texts: [PlacedText] = []
    for item in items {
      switch item {
      case .constant(.text(let text)): texts.append(text)
      case .joined, .imported, .starred: return .list(items)
      case .constant, .list, .dictionary, .unknown: return .unknown
      }
    }
    return .constant(.list(texts))
  }

  private func attribute(
    _ name: Identifier, of owner: Expression, range: Range<Int>
  ) -> SymbolicValue {
    guard case .imported(let imported, _) = value(of: owner) else { return .unknown }
    return .imported(imported.attribute(name.text), range)
  }

  private func text(_ expression: Expression) -> SymbolicValue {
    var result = ""
    switch expression.kind {
    case .string(let text): result = text
    case .formatted(let parts):
      for part in parts {
        guard case .text(let text) = part.kind else { return .unknown }
        result += text
      }
    default: return .unknown
    }
    return .constant(.text(PlacedText(text: result, range: expression.range)))
  }

  private func joined(
    _ first: SymbolicValue, _ second: SymbolicValue, range: Range<Int>
  ) -> SymbolicValue {
    switch (first, second) {
    case (.constant(.text(let first)), .constant(.text(let second))):
      // A name that doubles itself line by line must not fill the memory.
      first.text.utf8.count + second.text.utf8.count > Self.longestText
        ? .unknown : .constant(.text(PlacedText(text: first.text + second.text, range: range)))
    case (.unknown, _), (_, .unknown): .unknown
    default:
      first.parts.count + second.parts.count > Self.mostParts
        ? .unknown : .joined(first.parts + second.parts, range)
    }
  }
}

extension ModuleNames {
  private mutating func read(_ statement: Statement, isCertain: Bool) {
    switch statement.kind {
    case .assign(let targets, let value):
      for target in targets { bind(target, to: value, isCertain: isCertain) }
    case .annotatedAssign(let target, _, let value?):
      bind(target, to: value, isCertain: isCertain)
    case .augmentedAssign(let target, _, _):
      hide(target, range: statement.range)
    case .import(let names): names.forEach { bind($0, isCertain: isCertain) }
    case .importFrom(let from): bind(from, isCertain: isCertain)
    case .expression(let value): readCall(value)
    default: readNested(statement)
    }
  }

  /// What may or may not run, and what binds a name to something that is no constant.
  private mutating func readNested(_ statement: Statement) {
    switch statement.kind {
    case .function(let function): hide(function.name)
    case .class(let type): hide(type.name)
    case .typeAlias(let name, _, _): hide(name)
    case .delete(let targets): targets.forEach { hide($0, range: statement.range) }
    case .if(let branches, let otherwise):
      readAll(branches.flatMap(\.body) + otherwise)
    case .for(let loop):
      hide(loop.target, range: loop.target.range)
      readAll(loop.body + loop.otherwise)
    case .while(_, let body, let otherwise): readAll(body + otherwise)
    case .try(let attempt):
      readAll(attempt.body + attempt.handlers.flatMap(\.body))
      readAll(attempt.otherwise + attempt.finally)
    case .with(let with):
      with.items.forEach { item in item.target.map { hide($0, range: $0.range) } }
      readAll(with.body)
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
      bind(name, to: isCertain ? self.value(of: value) : .unknown, range: value.range)
    case (.tuple(let targets), .tuple(let values)) where targets.count == values.count:
      // All values are known before the first name is bound.
      let found = values.map { isCertain ? self.value(of: $0) : .unknown }
      for ((target, value), found) in zip(zip(targets, values), found) {
        if case .name(let name) = target.kind {
          bind(name, to: found, range: value.range)
        } else {
          bind(target, to: value, isCertain: isCertain)
        }
      }
    default: hide(target, range: value.range)
    }
  }

  private mutating func bind(_ name: String, to value: SymbolicValue, range: Range<Int>) {
    bindings[name] = Binding(value: value, range: range, starCount: stars.count)
  }

  /// `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
  private mutating func bind(_ name: ImportedName, isCertain: Bool) {
    let parts = name.name.text.split(separator: ".").map(String.init)
    let bound = name.alias?.text ?? parts[0]
    let module = ImportPath(module: name.alias == nil ? [parts[0]] : parts)
    let range = (name.alias ?? name.name).range
    bind(bound, to: isCertain ? .imported(module, range) : .unknown, range: range)
  }

  private mutating func bind(_ from: ImportFrom, isCertain: Bool) {
    let parts = from.module?.text.split(separator: ".").map(String.init) ?? []
    let module = ImportPath(level: from.level, module: parts)
    for name in from.names {
      let identifier = name.alias ?? name.name
      if name.name.text == "*" {
        stars.append(module)
      } else {
        let value = SymbolicValue.imported(module.attribute(name.name.text), identifier.range)
        bind(identifier.text, to: isCertain ? value : .unknown, range: identifier.range)
      }
    }
  }

  /// `names.append('x')` makes a list unknown.
  private mutating func readCall(_ expression: Expression) {
    guard case .call(let callee, _) = expression.kind, case .attribute(let owner, _) = callee.kind,
      case .name(let name) = owner.kind
    else { return }
    switch bindings[name]?.value {
    case .list, .constant(.list), .dictionary: bind(name, to: .unknown, range: expression.range)
    default: break
    }
  }

  private mutating func hide(_ name: Identifier) {
    bind(name.text, to: .unknown, range: name.range)
  }

  private mutating func hide(_ target: Expression, range: Range<Int>) {
    switch target.kind {
    case .name(let name): bind(name, to: .unknown, range: range)
    case .tuple(let targets), .list(let targets):
      for target in targets { hide(target, range: range) }
    case .starred(let inner), .attribute(let inner, _), .subscript(let inner, _):
      hide(inner, range: range)
    default: break
    }
  }
}
