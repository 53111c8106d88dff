import Diagnostics
import PythonSyntax

extension Evaluator {
  package func attribute(
    _ name: String, of base: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    if let value = try optionalAttribute(name, of: base, at: range) { return value }
    switch base {
    case .instance, .classObject, .module, .tuple:
      throw raise("AttributeError", "\(base.kindName) has no attribute '\(name)'", at: range)
    default:
      throw EvaluationFailure(
        .unsupported("'\(name)' of \(base.kindName) is not evaluated"), at: range)
    }
  }

  /// Nil where Python is certain to find nothing, or where nobody knows what it finds.
  package func optionalAttribute(
    _ name: String, of base: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch base {
    case .name(let path): return try member(name, of: path, at: range)
    case .unknown: return base
    case .module(let module):
      switch name {
      case "__name__": return .string(module.name)
      default: return try member(name, of: module, at: range)
      }
    case .native(let object):
      return try object.attribute(name, self, at: range) ?? .builtinMethod(base, name)
    case .instance(let instance): return try attribute(name, of: instance, at: range)
    case .classObject(let type): return try attribute(name, of: type, at: range)
    case .parent(let parent): return try attribute(name, of: parent, at: range)
    case .function(let function): return attribute(name, of: function)
    case .tuple(let tuple):
      if let type = tuple.type {
        if let place = type.members.firstIndex(of: name) { return tuple.items[place] }
        if let value = type.attribute(name) { return try bound(value, to: base, type, at: range) }
      }
      return .builtinMethod(base, name)
    case .string, .bytes, .list, .dictionary, .set, .integer, .bigInteger, .float, .boolean, .range,
      .iterator:
      return .builtinMethod(base, name)
    case .descriptor(let descriptor):
      guard descriptor.kind == .property, name == "setter" || name == "getter" else { return nil }
      return .builtinMethod(base, name)
    default: return nil
    }
  }

  private func member(
    _ name: String, of path: String, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    let full = path.dotted(name)
    if !addedMembers.isEmpty, let added = addedMembers[full] { return added }
    let libraries = libraries(for: full)
    var isOwned = false
    for library in libraries {
      if let value = library.value(of: full, self) { return value }
      isOwned = isOwned || library.owns(path)
    }
    if !isOwned, let module = source(of: full) { return .module(module) }
    guard full.utf8.count < 1_000 else {
      throw EvaluationFailure(.limit("the name is too long to evaluate"), at: range)
    }
    if name == "__name__", isOwned { return .string(path.lastPart) }
    return .name(full)
  }

  private func attribute(_ name: String, of function: PythonFunction) -> PythonValue? {
    switch name {
    case "__name__", "__qualname__": .string(function.name)
    case "__module__": .string(function.module.name)
    default: function.attributes[name]
    }
  }

  private func attribute(
    _ name: String, of instance: PythonInstance, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    if let taint = instance.taint { return .unknown(taint) }
    let type = instance.type
    if instance.memberName != nil {
      switch name {
      case "name", "_name_": return instance.memberName.map { .string($0) }
      case "value", "_value_": return instance.attributes["value"]
      default: break
      }
    }
    let found = type.attribute(name)
    if let found, case .descriptor(let descriptor) = found, descriptor.kind == .property {
      return try call(descriptor.function, with: [.instance(instance)], at: range)
    }
    if let value = instance.attributes[name] { return value }
    switch name {
    case "__class__": return .classObject(type)
    case "__dict__": break
    default: break
    }
    if let found { return try bound(found, to: .instance(instance), type, at: range) }
    if let value = inherited(name, from: type.allForeignBases, by: .instance(instance)) {
      return value
    }
    if let unknown = type.anyUnknownBase { return .unknown(unknown) }
    if let foreign = type.allForeignBases.first(where: { !Self.isTransparent($0) }) {
      let isHarmless = libraries.contains { $0.isHarmless(foreign) }
      return .unknown(
        UnknownValue(
          .unknown("'\(name)' of '\(foreign)' is not known"), isHarmless: isHarmless))
    }
    if let mixed = instance.mixedValue { return .builtinMethod(mixed, name) }
    if name == "__init__" { return .name("builtins.object.__init__") }
    return nil
  }

  /// Base classes that give their instances no attributes of their own.
  private static func isTransparent(_ path: String) -> Bool {
    [
      "builtins.object", "abc.ABC", "typing.Protocol", "typing.Generic", "builtins.str",
      "builtins.int", "enum.Enum", "enum.ReprEnum", "enum.StrEnum", "enum.IntEnum",
      "typing.NamedTuple",
    ].contains(path)
  }

  private func attribute(
    _ name: String, of type: PythonClass, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "__name__", "__qualname__": return .string(type.name)
    case "__module__": return type.module.map { .string($0.name) } ?? .string("builtins")
    case "__members__" where type.isEnumeration:
      return try dictionary(
        type.order.compactMap { name -> (key: PythonValue, value: PythonValue)? in
          guard case .instance(let member)? = type.attributes[name], member.memberName != nil else {
            return nil
          }
          return (.string(name), .instance(member))
        }, at: range)
    case "__doc__": return type.attributes[name] ?? PythonValue.none
    default: break
    }
    if let value = type.attribute(name) {
      if case .native(let object) = value, let member = object.asClassMember { return member }
      return try bound(value, to: nil, type, at: range)
    }
    if let value = inherited(name, from: type.allForeignBases, by: .classObject(type)) {
      return value
    }
    if let unknown = type.anyUnknownBase { return .unknown(unknown) }
    if let foreign = type.allForeignBases.first(where: { !Self.isTransparent($0) }) {
      return .unknown(.unknown("'\(name)' of '\(foreign)' is not known"))
    }
    return nil
  }

  /// A function of a class, as a method of what it is asked of.
  private func bound(
    _ value: PythonValue, to receiver: PythonValue?, _ type: PythonClass, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    switch value {
    case .function(let function): return receiver.map { .method($0, function) } ?? value
    case .descriptor(let descriptor):
      switch descriptor.kind {
      case .staticMethod: return descriptor.function
      case .classMethod:
        guard case .function(let function) = descriptor.function else { return value }
        return .method(.classObject(type), function)
      case .property:
        guard let receiver else { return value }
        return try call(descriptor.function, with: [receiver], at: range)
      }
    default: return value
    }
  }

  /// An attribute behind the class whose method asks for it.
  private func attribute(
    _ name: String, of parent: PythonParent, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    let type: PythonClass
    switch parent.receiver {
    case .instance(let instance): type = instance.type
    case .classObject(let object): type = object
    default: return nil
    }
    guard let place = type.ancestry.firstIndex(where: { $0 === parent.owner }) else { return nil }
    for candidate in type.ancestry[(place + 1)...] {
      if let value = candidate.attributes[name] {
        return try bound(value, to: parent.receiver, type, at: range)
      }
    }
    let foreignBases = type.ancestry[place...].flatMap(\.foreignBases)
    if let value = inherited(name, from: foreignBases, by: parent.receiver) { return value }
    if let unknown = type.anyUnknownBase { return .unknown(unknown) }
    let isForeign = type.allForeignBases.contains { isOwned($0) && !Self.isTransparent($0) }
    if isForeign || isException(type) { return .builtinMethod(parent.receiver, name) }
    return name == "__init__" ? .name("builtins.object.__init__") : nil
  }

  /// What libraries know of their classes that the project derives from.
  private func inherited(
    _ name: String, from bases: [String], by receiver: PythonValue
  ) -> PythonValue? {
    for base in bases {
      for library in libraries where library.owns(base) {
        if let value = library.inherited(name, from: base, by: receiver) { return value }
      }
    }
    return nil
  }
}
