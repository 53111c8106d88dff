import Diagnostics
import PythonSyntax

/// What a module binds its names to, as syntax: for objects that are no constants.
struct ModuleDefinitions: Sendable {
  enum Binding: Sendable {
    case expression(Expression)
    case `class`(ClassDefinition)
    case imported(ImportPath)
    case other
  }

  /// `owner.name.attribute = value`.
  struct AttributeAssignment: Sendable {
    /// The names before the last dot.
    let owner: [String]
    let attribute: String
    let value: Expression
  }

  let names: ModuleNames
  let path: String
  private(set) var bindings: [String: Binding] = [:]
  private(set) var assignments: [AttributeAssignment] = []
  /// `from module import *`.
  private(set) var stars: [ImportPath] = []
  /// Every module that is imported, in order.
  private(set) var imports: [ImportPath] = []

  init(_ module: PythonModule, path: String) {
    names = ModuleNames(module, path: path)
    self.path = path
    read(module.body)
  }

  private mutating func read(_ statements: [Statement]) {
    for statement in statements { read(statement) }
  }

  private mutating func read(_ statement: Statement) {
    switch statement.kind {
    case .assign(let targets, let value):
      for target in targets { bind(target, to: value) }
    case .annotatedAssign(let target, _, let value?): bind(target, to: value)
    case .class(let type): bindings[type.name.text] = .class(type)
    case .function(let function): bindings[function.name.text] = .other
    case .import(let names): names.forEach { read($0) }
    case .importFrom(let from): read(from)
    // What usually runs: not the handlers, nor a second branch, nor what is for type checkers.
    case .if(let branches, let otherwise):
      let isForTypes = branches.first?.test.dottedName?.last == "TYPE_CHECKING"
      if !isForTypes { read(otherwise) }
      for branch in branches.reversed() { read(branch.body) }
      if isForTypes { read(otherwise) }
    case .try(let attempt): read(attempt.body + attempt.otherwise)
    case .with(let with): read(with.body)
    default: break
    }
  }

  private mutating func bind(_ target: Expression, to value: Expression) {
    switch target.kind {
    case .name(let name): bindings[name] = .expression(value)
    case .attribute(let owner, let attribute):
      guard let owner = owner.dottedName else { return }
      assignments.append(
        AttributeAssignment(owner: owner, attribute: attribute.text, value: value))
    default: break
    }
  }

  private mutating func read(_ name: ImportedName) {
    let parts = name.name.text.split(separator: ".").map(String.init)
    imports.append(ImportPath(module: parts))
    let module = ImportPath(module: name.alias == nil ? [parts[0]] : parts)
    bindings[name.alias?.text ?? parts[0]] = .imported(module)
  }

  private mutating func read(_ from: ImportFrom) {
    let parts = from.module?.text.split(separator: ".").map(String.init) ?? []
    let module = ImportPath(level: from.level, module: parts)
    imports.append(module)
    for name in from.names {
      guard name.name.text != "*" else {
        stars.append(module)
        continue
      }
      let path = module.attribute(name.name.text)
      imports.append(path)
      bindings[(name.alias ?? name.name).text] = .imported(path)
    }
  }
}

extension Expression {
  /// `a.b.c` as its names; nil for anything else.
  var dottedName: [String]? {
    switch kind {
    case .name(let name): [name]
    case .attribute(let owner, let name): owner.dottedName.map { $0 + [name.text] }
    default: nil
    }
  }
}
