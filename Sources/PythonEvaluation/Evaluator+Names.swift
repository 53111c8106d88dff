import Diagnostics
import PythonSyntax

extension Evaluator {
  func value(of name: String, at range: Range<Int>) throws(EvaluationFailure) -> PythonValue {
    let module = scope.module
    if scope.kind != .module, !scope.globals.contains(name) {
      var next: Scope? = scope
      while let current = next, current.kind != .module {
        if current.kind != .type || current === scope, let value = current.names[name] {
          return try resolved(value, at: range) { current.names[name] = $0 }
        }
        next = current.parent
      }
    }
    if let value = module.names[name] {
      return try resolved(value, at: range) { module.names[name] = $0 }
    }
    if let anything = module.anything { return .unknown(anything) }
    for star in module.stars.reversed() where exports(name, from: star) == true {
      return .name("\(star).\(name)")
    }
    return try builtin(name, at: range)
  }

  private func builtin(_ name: String, at range: Range<Int>) throws(EvaluationFailure)
    -> PythonValue
  {
    switch name {
    case "__name__": return .string(scope.module.name)
    case "__doc__": return scope.module.tree.docstring.map { .string($0) } ?? .none
    case "NotImplemented": return .notImplemented
    case "Ellipsis": return .ellipsis
    default: break
    }
    let path = "builtins.\(name)"
    for library in libraries(for: path) {
      if let value = library.value(of: path, self) { return value }
    }
    if let type = exceptionClass(name) { return .classObject(type) }
    if BuiltinNames.all.contains(name) { return .name(path) }
    throw EvaluationFailure(.unknown("the name '\(name)' is not known here"), at: range)
  }

  func exports(_ name: String, from module: String) -> Bool? {
    for library in libraries where library.owns(module) {
      return library.exports(name, from: module)
    }
    return nil
  }

  /// What an imported name stands for, looked up when it is first needed.
  func resolved(
    _ value: PythonValue, at range: Range<Int>, keep: (PythonValue) -> Void = { _ in }
  ) throws(EvaluationFailure) -> PythonValue {
    guard case .native(let object) = value, let imported = object as? ImportedMember else {
      return value
    }
    let found = try self.value(of: imported, at: range)
    keep(found)
    return found
  }

  func bind(_ name: String, to value: PythonValue) {
    if scope.kind == .module || scope.globals.contains(name) {
      scope.module.names[name] = value
      return
    }
    var target = scope
    if scope.nonlocals.contains(name) {
      var next = scope.parent
      while let current = next {
        if current.kind == .function, current.names[name] != nil {
          target = current
          break
        }
        next = current.parent
      }
    }
    if target.kind == .type, target.names[name] == nil { target.order.append(name) }
    target.names[name] = value
  }

  /// Binds a name that a walrus in a comprehension gives to the function around it.
  func bindOutside(_ name: String, to value: PythonValue) {
    let inner = scope
    while scope.kind == .comprehension, let parent = scope.parent { scope = parent }
    bind(name, to: value)
    scope = inner
  }

  func unbind(_ name: String, at range: Range<Int>) throws(EvaluationFailure) {
    let isGlobal = scope.kind == .module || scope.globals.contains(name)
    let old =
      isGlobal
      ? scope.module.names.removeValue(forKey: name) : scope.names.removeValue(forKey: name)
    guard old != nil else { throw raise("NameError", "name '\(name)' is not defined", at: range) }
    scope.order.removeAll { $0 == name }
  }
}

/// `from module import name`, as long as nobody has used the name.
struct ImportedMember: NativeObject {
  let module: String
  let name: String
  let importer: ModuleObject
  var kindName: String { "'\(module).\(name)'" }
  var truth: Bool? { nil }
}

enum BuiltinNames {
  static let all: Set<String> = [
    "abs", "all", "any", "ascii", "bin", "bool", "bytes", "bytearray", "callable", "chr",
    "classmethod", "delattr", "dict", "dir", "divmod", "enumerate", "exec", "eval", "filter",
    "float", "format", "frozenset", "getattr", "globals", "hasattr", "hash", "hex", "id", "input",
    "int", "isinstance", "issubclass", "iter", "len", "list", "locals", "map", "max", "min", "next",
    "object", "oct", "open", "ord", "pow", "print", "property", "range", "repr", "reversed",
    "round", "set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple",
    "type", "vars", "zip", "compile", "__import__", "complex", "memoryview",
  ]
}
