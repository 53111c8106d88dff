import PythonSyntax

extension MetadataSearch {
  /// Follows names and imports to where something is made.
  mutating func entity(
    of expression: Expression, in module: ModuleDefinitions
  ) throws(UnknownValue) -> Entity? {
    switch expression.kind {
    case .name(let name): return try entity(named: name, in: module)
    case .attribute(let owner, let name):
      switch try entity(of: owner, in: module) {
      case .module(let place): return try entity(named: name.text, of: place)
      case .external(let names): return .external(names + [name.text])
      default: return .expression(expression, module)
      }
    default: return .expression(expression, module)
    }
  }

  private mutating func entity(
    named name: String, in module: ModuleDefinitions
  ) throws(UnknownValue) -> Entity? {
    remaining -= 1
    guard remaining > 0 else { throw .endless(name) }
    switch module.bindings[name] {
    case .expression(let value)?: return try entity(of: value, in: module)
    case .class(let type)?: return .class(type, module)
    case .imported(let path)?: return try follow(path, from: module)
    case .other?: throw .computed
    case nil:
      for path in module.stars.reversed() {
        guard let place = find(path, from: module), let file = place.file else { continue }
        let starred = try modules.definitions(at: file)
        if starred.bindings[name] != nil { return try entity(named: name, in: starred) }
      }
      return nil
    }
  }

  private mutating func follow(
    _ path: ImportPath, from module: ModuleDefinitions
  ) throws(UnknownValue) -> Entity? {
    guard var place = find(path, from: module) else {
      return .external(path.module + path.attributes)
    }
    for (index, name) in path.attributes.enumerated() {
      let next = try entity(named: name, of: place)
      guard case .module(let inner)? = next else {
        return index + 1 == path.attributes.count ? next : nil
      }
      place = inner
    }
    return .module(place)
  }

  private mutating func entity(
    named name: String, of place: ModuleFinder.Place
  ) throws(UnknownValue) -> Entity? {
    if let file = place.file,
      let found = try entity(named: name, in: try modules.definitions(at: file))
    {
      return found
    }
    return modules.finder.submodule(name, of: place).map(Entity.module)
  }

  private func find(_ path: ImportPath, from module: ModuleDefinitions) -> ModuleFinder.Place? {
    modules.finder.find(path.module, level: path.level, importedBy: module.path)
  }
}
