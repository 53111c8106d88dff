/// Follows one value through the modules it comes from.
struct Resolver {
  /// What a name of a module turns out to be.
  private enum Entity {
    case constant(PythonConstant)
    case module(ModuleFinder.Place)

    /// The same, used at another place.
    func moved(to range: Range<Int>) -> Entity {
      if case .constant(let constant) = self { .constant(constant.moved(to: range)) } else { self }
    }
  }

  let modules: PythonModules
  /// How many names may still be looked up, and how many lookups lie inside each other.
  private var remaining = 1_000
  private var depth = 0
  private static let deepest = 20

  init(modules: PythonModules) { self.modules = modules }

  /// The constant behind a value; nil when it is a name that turns out not to be bound.
  mutating func constant(
    _ value: SymbolicValue, in file: ModuleNames
  ) throws(UnknownValue) -> PythonConstant? {
    switch try entity(value, in: file) {
    case .constant(let constant): return constant
    case .module(let place): throw .moduleAsValue(modules.shown(place))
    case nil: return nil
    }
  }

  private mutating func entity(
    _ value: SymbolicValue, in file: ModuleNames
  ) throws(UnknownValue) -> Entity? {
    switch value {
    case .constant(let constant): return .constant(constant)
    case .unknown: throw .computed
    case .list(let items):
      var texts: [PlacedText] = []
      for item in items { texts.append(try text(item, in: file)) }
      return .constant(.list(texts))
    case .dictionary(let items):
      var members: [String: PythonConstant] = [:]
      for (key, item) in items {
        guard let member = try constant(item, in: file) else { throw .computed }
        members[key] = member
      }
      return .constant(.dictionary(members))
    case .joined(let parts, let range):
      var text = ""
      for part in parts { text += try self.text(part, in: file).text }
      guard text.utf8.count <= ModuleNames.longestText else { throw .computed }
      return .constant(.text(PlacedText(text: text, range: range)))
    case .imported(let path, let range):
      return try follow(path, importedBy: file).moved(to: range)
    case .starred(let name, let paths, let otherwise, let range):
      for path in paths.reversed() {
        if let found = try exported(name, by: path, to: file) { return found.moved(to: range) }
      }
      guard let otherwise else { return nil }
      return try entity(otherwise, in: file)
    }
  }

  private mutating func text(
    _ value: SymbolicValue, in file: ModuleNames
  ) throws(UnknownValue) -> PlacedText {
    let found = try constant(value, in: file)
    guard case .text(let text) = found else { throw .computed }
    return text
  }

  private mutating func follow(
    _ path: ImportPath, importedBy file: ModuleNames
  ) throws(UnknownValue) -> Entity {
    guard
      var place = modules.finder.find(path.module, level: path.level, importedBy: file.path)
    else { throw .noModule(path.moduleText) }
    for (index, name) in path.attributes.enumerated() {
      guard let next = try attribute(name, of: place) else {
        throw place.file == nil
          ? .noModule(path.text(through: index)) : .noName(name, in: modules.shown(place))
      }
      switch next {
      case .module(let module): place = module
      case .constant where index + 1 < path.attributes.count:
        throw .noName(path.attributes[index + 1], in: path.text(through: index))
      case .constant: return next
      }
    }
    return .module(place)
  }

  /// A name of a module; nil when neither its file binds it nor a module below has that name.
  private mutating func attribute(
    _ name: String, of place: ModuleFinder.Place
  ) throws(UnknownValue) -> Entity? {
    remaining -= 1
    depth += 1
    defer { depth -= 1 }
    guard remaining > 0, depth <= Self.deepest else { throw .endless(name) }
    let submodule = modules.finder.submodule(name, of: place)
    guard let path = place.file else { return submodule.map(Entity.module) }
    let module = try modules.names(at: path)
    guard let value = module.value(of: name) else { return submodule.map(Entity.module) }
    let range = module.range(of: name) ?? 0..<0
    if case .imported(let source, _) = value {
      let origin = modules.finder.find(source.module, level: source.level, importedBy: module.path)
      if origin == place, source.attributes == [name] { return submodule.map(Entity.module) }
      // `from .name import name` loads the module first, so the name that it binds stays.
      guard submodule == nil || origin == submodule else {
        throw .nameAndModule(name, in: module.file, at: range)
      }
    } else if submodule != nil {
      throw .nameAndModule(name, in: module.file, at: range)
    }
    do throws(UnknownValue) {
      return try entity(value, in: module) ?? submodule.map(Entity.module)
    } catch .computed {
      throw .noConstant(name, in: module.file, at: range)
    } catch {
      throw error
    }
  }

  /// What `from path import *` gives a name; nil when nothing, or when the module is not to be found.
  private mutating func exported(
    _ name: String, by path: ImportPath, to file: ModuleNames
  ) throws(UnknownValue) -> Entity? {
    guard
      let place = modules.finder.find(path.module, level: path.level, importedBy: file.path),
      let source = place.file
    else { return nil }
    let module = try modules.names(at: source)
    guard module.value(of: name) != nil else { return nil }
    if let all = module.ownValue(of: "__all__") {
      guard case .list(let names) = try constant(all, in: module) else { throw .computed }
      guard names.contains(where: { $0.text == name }) else { return nil }
    } else if name.hasPrefix("_") {
      return nil
    }
    return try attribute(name, of: place)
  }
}
