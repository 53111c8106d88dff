import Diagnostics
import PythonSyntax

extension Evaluator {
  /// Evaluates the top level of a module once; what is not understood there makes names unknown.
  package func evaluate(_ module: ModuleObject) throws(EvaluationFailure) {
    guard module.state == .waiting else { return }
    module.state = .running
    let (outer, caller, wasRunning, tries) = (scope, frame, isRunning, openTries)
    scope = Scope(.module, module: module, parent: nil)
    frame = Frame()
    isRunning = false
    openTries = 0
    defer {
      scope = outer
      frame = caller
      isRunning = wasRunning
      openTries = tries
      module.state = .done
    }
    for statement in module.tree.body {
      failedFunctions = []
      do {
        _ = try execute(statement)
      } catch {
        guard error.obstacle.code != .limit else { throw error.located(in: module.file) }
        forget(statement, because: error)
      }
    }
  }

  /// Evaluates a module of the project by its full name; false when there is none.
  package func evaluateModule(named name: String) throws(EvaluationFailure) -> Bool {
    guard let module = source(of: name) else { return false }
    try evaluate(module)
    return true
  }

  /// Evaluates the modules that a module imports, for what they do besides binding names.
  package func evaluateImports(of module: ModuleObject) throws(EvaluationFailure) {
    for (_, value) in module.names.sorted(by: { $0.key < $1.key }) {
      if case .native(let object) = value, let imported = object as? ImportedMember {
        _ = try self.value(of: imported, at: 0..<0)
      } else if case .module(let imported) = value {
        try evaluate(imported)
      }
    }
  }
}

extension Evaluator {
  func importNames(_ names: [ImportedName]) throws(EvaluationFailure) {
    for name in names {
      try checkImport(name.name.text, at: name.range)
      if let alias = name.alias {
        bind(alias.text, to: module(named: name.name.text) ?? .name(name.name.text))
      } else {
        bind(name.name.text.firstPart, to: imported(name.name.text))
      }
    }
  }

  /// What `import name` binds: the outermost module.
  package func imported(_ name: String) -> PythonValue {
    module(named: name.firstPart) ?? .name(name.firstPart)
  }

  /// Inside of `try`, whether a module exists decides what happens next.
  private func checkImport(_ name: String, at range: Range<Int>) throws(EvaluationFailure) {
    guard openTries > 0, !isOwned(name), source(of: name) == nil else { return }
    throw EvaluationFailure(
      .unknown("whether there is a module '\(name)' is not known"), at: range)
  }

  func importNames(_ statement: ImportFrom) throws(EvaluationFailure) {
    let dots = String(repeating: ".", count: statement.level)
    let module = dots + (statement.module?.text ?? "")
    if module != "__future__", statement.level == 0 {
      try checkImport(module, at: statement.module?.range ?? 0..<0)
    }
    for name in statement.names {
      guard name.name.text != "*" else {
        try importAll(module, at: name.range)
        continue
      }
      let value: PythonValue =
        isOwned(module)
        ? libraryValue("\(module).\(name.name.text)")
        : .native(
          ImportedMember(module: module, name: name.name.text, importer: scope.module))
      bind((name.alias ?? name.name).text, to: value)
    }
  }

  private func importAll(_ name: String, at range: Range<Int>) throws(EvaluationFailure) {
    let importer = scope.module
    if isOwned(name) {
      for bound in importer.names.keys where exports(bound, from: name) != false {
        importer.names[bound] = exports(bound, from: name) == true ? .name("\(name).\(bound)") : nil
      }
      importer.stars.append(name)
      return
    }
    guard let source = source(of: name) else {
      throw EvaluationFailure(
        .unsupported("'from \(name) import *' may bind any name"), at: range)
    }
    try evaluate(source)
    let exported = try self.exported(by: source, at: range)
    for (name, value) in source.names where exported?.contains(name) ?? !name.hasPrefix("_") {
      importer.names[name] = value
    }
    if let anything = source.anything {
      importer.names = importer.names.mapValues { _ in .unknown(anything) }
      importer.anything = anything
    }
    importer.stars += source.stars
  }

  /// The names in `__all__`.
  private func exported(
    by module: ModuleObject, at range: Range<Int>
  ) throws(EvaluationFailure) -> Set<String>? {
    guard let all = module.names["__all__"] else { return nil }
    return Set(try PythonArgument(all, at: range).strings())
  }

  /// What a library says of a name, or the name itself.
  private func libraryValue(_ path: String) -> PythonValue {
    if let added = addedMembers[path] { return added }
    for library in libraries(for: path) {
      if let value = library.value(of: path, self) { return value }
    }
    return .name(path)
  }

  /// Whether a library stands for the module.
  func isOwned(_ module: String) -> Bool {
    for library in libraries(for: module) where library.owns(module) { return true }
    return false
  }

  private func module(named name: String) -> PythonValue? {
    isOwned(name) ? nil : source(of: name).map { .module($0) }
  }

  /// The module of the project with a name as it is written in the file that runs.
  func source(of name: String) -> ModuleObject? {
    guard let provider, !isOwned(name) else { return nil }
    let name = absolute(name)
    let isRelative = name.utf8.first == UInt8(ascii: ".")
    if !isRelative {
      if let known = modules[name] { return known }
      if missingModules.contains(name) { return nil }
    }
    guard let found = provider(name, file) else {
      if !isRelative { missingModules.insert(name) }
      return nil
    }
    if let known = modules[found.name] { return known }
    let module = ModuleObject(name: found.name, isPackage: found.isPackage, tree: found.module)
    keep(module)
    modules[found.name] = module
    return module
  }

  /// A name with leading dots as the full name that it is in the module that runs; not for the main file.
  private func absolute(_ name: String) -> String {
    let module = scope.module
    let level = name.utf8.prefix { $0 == UInt8(ascii: ".") }.count
    guard level > 0, module !== main else { return name }
    var parts = module.name.parts(between: ".")
    parts.removeLast(min(parts.count, module.isPackage ? level - 1 : level))
    let rest = String(name.dropFirst(level))
    return (parts + (rest.isEmpty ? [] : [rest])).joined(separator: ".")
  }

  func value(
    of imported: ImportedMember, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    let (module, name) = (imported.module, imported.name)
    let full = module.hasSuffix(".") ? module + name : "\(module).\(name)"
    return try inModule(imported.importer) { () throws(EvaluationFailure) in
      guard let source = source(of: module) else {
        return self.source(of: full).map { .module($0) } ?? .name(full)
      }
      return try member(name, of: source, at: range)
    }
  }

  /// `module.name`: what the module binds, or a module in its folder.
  func member(
    _ name: String, of module: ModuleObject, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    try evaluate(module)
    let key = "\(module.name):\(name)"
    // A package may import a module of its own by a name that it so binds itself.
    if let value = module.names[name], resolving.insert(key).inserted {
      defer { resolving.remove(key) }
      return try resolved(value, at: range) { module.names[name] = $0 }
    }
    if let below = source(of: "\(module.name).\(name)") { return .module(below) }
    if let getter = module.names["__getattr__"], name != "__path__" {
      do { return try call(getter, with: [.string(name)], at: range) } catch {
        guard error.obstacle.code != .limit else { throw error }
        return .unknown(UnknownValue(error.obstacle, origin: error.origin))
      }
    }
    if let anything = module.anything { return .unknown(anything) }
    for star in module.stars.reversed() where exports(name, from: star) == true {
      return .name("\(star).\(name)")
    }
    if module.state == .running {
      return .unknown(.unknown("'\(module.name)' and this file import each other"))
    }
    return .unknown(.unknown("'\(module.name)' has no name '\(name)'"))
  }

  /// Runs something as if it stood in another module.
  private func inModule<Value>(
    _ module: ModuleObject, _ body: () throws(EvaluationFailure) -> Value
  ) throws(EvaluationFailure) -> Value {
    let outer = scope
    scope = Scope(.module, module: module, parent: nil)
    defer { scope = outer }
    return try body()
  }
}
