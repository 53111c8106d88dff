package import PythonSyntax

/// What is known of a `MetaData`, which gives constraints their names.
package enum MetadataKnowledge: Sendable {
  /// None at all, or one without a naming convention.
  case plain
  case convention([String: String])
  case unknown(UnknownValue)
}

extension PythonModules {
  /// Finds the naming convention of the `MetaData` that an expression of a module stands for.
  ///
  /// Follows imports, `Base.metadata` of declarative classes, and what is assigned to either later;
  /// nothing is run.
  package func metadata(
    of expression: Expression, in module: PythonModule, path: String
  ) -> MetadataKnowledge {
    var search = MetadataSearch(modules: self)
    let home = ModuleDefinitions(module, path: path)
    do throws(UnknownValue) {
      return try search.metadata(of: expression, in: home)
    } catch {
      return .unknown(error)
    }
  }
}

/// Goes from an expression to the call that makes a `MetaData`.
struct MetadataSearch {
  /// What an expression leads to.
  enum Entity {
    case expression(Expression, ModuleDefinitions)
    case `class`(ClassDefinition, ModuleDefinitions)
    case module(ModuleFinder.Place)
    /// A name that no file of the project explains.
    case external([String])
  }

  let modules: PythonModules
  var remaining = 200

  init(modules: PythonModules) { self.modules = modules }

  mutating func metadata(
    of expression: Expression, in home: ModuleDefinitions
  ) throws(UnknownValue) -> MetadataKnowledge {
    if let names = expression.dottedName,
      let assigned = try assigned(to: names, in: home)
    {
      return assigned
    }
    guard let entity = try entity(of: expression, in: home) else { throw .computed }
    switch entity {
    case .expression(let value, let module): return try metadata(madeBy: value, in: module)
    case .external(let names):
      // `SQLModel.metadata` of the package has none of its own.
      guard names == ["sqlmodel", "SQLModel", "metadata"] else { throw .external(names) }
      return try assignedAnywhere(["SQLModel", "metadata"], from: home) ?? .plain
    case .class, .module: throw .computed
    }
  }

  /// `Base.metadata.naming_convention = …` and `Base.metadata = …` beside what is asked for.
  private mutating func assigned(
    to names: [String], in module: ModuleDefinitions
  ) throws(UnknownValue) -> MetadataKnowledge? {
    for assignment in module.assignments.reversed() {
      if assignment.owner == names, assignment.attribute == "naming_convention" {
        return try convention(assignment.value, in: module)
      }
      if assignment.owner + [assignment.attribute] == names {
        return try metadata(of: assignment.value, in: module)
      }
    }
    return nil
  }

  /// The same in all modules that are loaded on the way.
  private mutating func assignedAnywhere(
    _ names: [String], from home: ModuleDefinitions
  ) throws(UnknownValue) -> MetadataKnowledge? {
    var open = [home]
    var seen: Set<String> = [home.path]
    while let module = open.popLast() {
      if let found = try assigned(to: names, in: module) { return found }
      for path in module.imports {
        guard remaining > 0,
          let file = modules.finder.find(
            path.module + path.attributes, level: path.level, importedBy: module.path)?.file,
          seen.insert(file).inserted
        else { continue }
        remaining -= 1
        open.append(try modules.definitions(at: file))
      }
    }
    return nil
  }

  private mutating func metadata(
    madeBy value: Expression, in module: ModuleDefinitions
  ) throws(UnknownValue) -> MetadataKnowledge {
    switch value.kind {
    case .none: return .plain
    // Alembic asks the value for a naming convention, and a list has none.
    case .list, .tuple: return .plain
    case .call(let callee, let arguments):
      guard case .external(let names)? = try entity(of: callee, in: module) else { throw .computed }
      switch names.last {
      case "MetaData":
        guard let argument = arguments.keyword("naming_convention") else { return .plain }
        return try convention(argument, in: module)
      default: throw .external(names)
      }
    case .attribute(let owner, let name) where name.text == "metadata":
      if let names = value.dottedName, let assigned = try assigned(to: names, in: module) {
        return assigned
      }
      return try metadata(ofOwner: owner, in: module)
    default: throw .computed
    }
  }

  /// `Base.metadata`, `registry.metadata`, `db.metadata`.
  private mutating func metadata(
    ofOwner owner: Expression, in module: ModuleDefinitions
  ) throws(UnknownValue) -> MetadataKnowledge {
    switch try entity(of: owner, in: module) {
    case .class(let type, let home): return try metadata(of: type, in: home)
    case .expression(let value, let home):
      guard case .call(let callee, let arguments) = value.kind else { throw .computed }
      return try metadata(ofMaker: callee, arguments, in: home)
    case .external(let names): throw .external(names)
    case .module, nil: throw .computed
    }
  }

  private mutating func metadata(
    ofMaker callee: Expression, _ arguments: [Argument], in module: ModuleDefinitions
  ) throws(UnknownValue) -> MetadataKnowledge {
    if case .attribute(let registry, let name) = callee.kind, name.text == "generate_base" {
      return try metadata(ofOwner: registry, in: module)
    }
    guard case .external(let names)? = try entity(of: callee, in: module) else { throw .computed }
    guard let maker = names.last,
      ["declarative_base", "automap_base", "registry", "SQLAlchemy"].contains(maker)
    else { throw .external(names) }
    if let given = arguments.keyword("metadata") { return try metadata(of: given, in: module) }
    if let base = arguments.keyword("model_class") ?? arguments.keyword("cls") {
      guard case .class(let type, let home)? = try entity(of: base, in: module) else {
        throw .computed
      }
      return try metadata(of: type, in: home)
    }
    return .plain
  }

  /// The `metadata` of a declarative class: its own, or that of a class it comes from.
  private mutating func metadata(
    of type: ClassDefinition, in module: ModuleDefinitions
  ) throws(UnknownValue) -> MetadataKnowledge {
    if let assigned = try assigned(to: [type.name.text, "metadata"], in: module) {
      return assigned
    }
    for statement in type.body.reversed() {
      switch statement.kind {
      case .assign(let targets, let value) where targets.contains { $0.isNamed("metadata") }:
        return try metadata(of: value, in: module)
      case .annotatedAssign(let target, _, let value?) where target.isNamed("metadata"):
        return try metadata(of: value, in: module)
      default: break
      }
    }
    var found: MetadataKnowledge?
    for base in type.arguments {
      guard case .positional = base.kind else { continue }
      found = try metadata(ofBase: base.value, in: module) ?? found
      if case .convention? = found { return found ?? .plain }
    }
    guard let found else { throw .computed }
    return found
  }

  /// Nil for a base that has no metadata.
  private mutating func metadata(
    ofBase base: Expression, in module: ModuleDefinitions
  ) throws(UnknownValue) -> MetadataKnowledge? {
    switch try entity(of: base, in: module) {
    case .class(let type, let home):
      do throws(UnknownValue) {
        return try metadata(of: type, in: home)
      } catch .computed {
        // A mix-in: neither it nor what it comes from is declarative.
        return nil
      } catch {
        throw error
      }
    case .expression: return try metadata(ofOwner: base, in: module)
    case .external(let names):
      switch names.last {
      case "DeclarativeBase", "DeclarativeBaseNoMeta": return .plain
      case "SQLModel":
        return try assignedAnywhere(["SQLModel", "metadata"], from: module) ?? .plain
      case "MappedAsDataclass", "AsyncAttrs", "object", "ABC", "Generic": return nil
      default: throw .external(names)
      }
    case .module, nil: throw .computed
    }
  }

  private func convention(
    _ expression: Expression, in module: ModuleDefinitions
  ) throws(UnknownValue) -> MetadataKnowledge {
    switch try modules.constant(of: expression, in: module.names) {
    case .none: return .plain
    case .dictionary(let members):
      let templates = members.compactMapValues(\.text)
      guard templates.count == members.count else { throw .computed }
      return templates.isEmpty ? .plain : .convention(templates)
    default: throw .computed
    }
  }
}

extension [Argument] {
  fileprivate func keyword(_ name: String) -> Expression? {
    for case let argument in self {
      if case .keyword(let identifier) = argument.kind, identifier.text == name {
        return argument.value
      }
    }
    return nil
  }
}

extension Expression {
  fileprivate func isNamed(_ name: String) -> Bool {
    if case .name(name) = kind { true } else { false }
  }
}

extension UnknownValue {
  fileprivate static func external(_ names: [String]) -> Self {
    UnknownValue(reason: "'\(names.joined(separator: "."))' is not a module of the project")
  }
}
