package import Diagnostics
package import PythonSyntax

/// A function of a file that is evaluated.
package final class PythonFunction {
  enum Body {
    case block(FunctionBody)
    case expression(Expression)
  }

  package let name: String
  package let parameters: Parameters
  package let isAsync: Bool
  let body: Body
  /// The bytes of the definition.
  package let range: Range<Int>
  package let module: ModuleObject
  /// The names of the functions around it.
  let scope: Scope
  /// The defaults, evaluated where the function was defined.
  let defaults: [String: PythonValue]
  /// The class whose body defines it.
  var owner: PythonClass?
  /// How `with` and a call treat what it yields.
  package var isContextManager = false
  var attributes: [String: PythonValue] = [:]
  /// The block, parsed once.
  var statements: [Statement]?
  /// Whether it is a generator.
  lazy var yields = module.tree.hasYield && statements?.contains(where: \.yields) ?? false

  init(
    name: String, parameters: Parameters, isAsync: Bool, body: Body, range: Range<Int>,
    module: ModuleObject, scope: Scope, defaults: [String: PythonValue]
  ) {
    self.name = name
    self.parameters = parameters
    self.isAsync = isAsync
    self.body = body
    self.range = range
    self.module = module
    self.scope = scope
    self.defaults = defaults
  }
}

/// `property`, `staticmethod` or `classmethod` around a function.
package final class PythonDescriptor {
  package enum Kind {
    case property
    case staticMethod
    case classMethod
  }

  package let kind: Kind
  package let function: PythonValue

  package init(_ kind: Kind, _ function: PythonValue) {
    self.kind = kind
    self.function = function
  }
}

/// A class that a file defines, or an exception of Python itself.
package final class PythonClass: Clearable {
  /// What gives a class more than its body says.
  package enum Kind {
    case plain
    case enumeration
    case namedTuple
    /// With whether its instances cannot change, so that they can be keys.
    case dataclass(isFrozen: Bool)
  }

  package let name: String
  package let bases: [PythonClass]
  /// Base classes that no file of the project defines, by full name.
  package let foreignBases: [String]
  /// Why some base class is not known.
  package let unknownBase: UnknownValue?
  package let module: ModuleObject?
  package var kind: Kind = .plain
  package var attributes: [String: PythonValue] = [:]
  /// The names in `attributes`, as they came.
  package var order: [String] = []
  /// The members of an enumeration, without aliases; or the fields of a dataclass or named tuple.
  package var members: [String] = []
  var fields: [DataField] = []
  /// The class itself and its bases, in the order in which attributes are looked for.
  package private(set) var ancestry: [PythonClass] = []

  init(
    name: String, bases: [PythonClass], foreignBases: [String] = [],
    unknownBase: UnknownValue? = nil, module: ModuleObject? = nil
  ) {
    self.name = name
    self.bases = bases
    self.foreignBases = foreignBases
    self.unknownBase = unknownBase
    self.module = module
    ancestry = [self] + Self.merged(bases)
  }

  /// Base classes left to right, each behind all that derive from it, as Python's order is.
  private static func merged(_ bases: [PythonClass]) -> [PythonClass] {
    var sequences = bases.map(\.ancestry) + [bases]
    var result: [PythonClass] = []
    while true {
      sequences.removeAll(where: \.isEmpty)
      guard !sequences.isEmpty else { return result }
      let next = sequences.lazy.compactMap(\.first).first { candidate in
        !sequences.contains { $0.dropFirst().contains { $0 === candidate } }
      }
      guard let next = next ?? sequences.first?.first else { return result }
      result.append(next)
      for index in sequences.indices { sequences[index].removeAll { $0 === next } }
    }
  }

  package func attribute(_ name: String) -> PythonValue? {
    for type in ancestry {
      if let value = type.attributes[name] { return value }
    }
    return nil
  }

  package func derives(from other: PythonClass) -> Bool { ancestry.contains { $0 === other } }

  /// All foreign base classes, its own first.
  package var allForeignBases: [String] { ancestry.flatMap(\.foreignBases) }

  package func derives(from name: String) -> Bool {
    ancestry.contains { $0.foreignBases.contains(name) }
  }

  package var isEnumeration: Bool { if case .enumeration = kind { true } else { false } }

  package var anyUnknownBase: UnknownValue? {
    ancestry.lazy.compactMap(\.unknownBase).first
  }

  /// Puts a name into the class.
  package func set(_ name: String, _ value: PythonValue) {
    if attributes.updateValue(value, forKey: name) == nil { order.append(name) }
  }

  package func clear() {
    attributes = [:]
    fields = []
    // The class itself is its first ancestor.
    ancestry = []
  }
}

/// A field of a dataclass.
struct DataField {
  let name: String
  var defaultValue: PythonValue?
  var factory: PythonValue?
  var isInInit = true
  var isKeywordOnly = false
}

package final class PythonInstance: Clearable {
  package let type: PythonClass
  package var attributes: [String: PythonValue] = [:]
  /// The name of an enum's member.
  package var memberName: String?
  /// The text or number that the instance also is, as `class Color(str, Enum)` has it.
  package var mixedValue: PythonValue?
  package var taint: UnknownValue?

  package init(_ type: PythonClass) { self.type = type }

  package func clear() {
    attributes = [:]
    mixedValue = nil
  }

  /// Its identity, unless its class says what equality means.
  var ownKey: HashKey? {
    if memberName != nil { return .object(ObjectIdentifier(self)) }
    if case .dataclass = type.kind { return nil }
    guard type.attribute("__eq__") == nil, type.anyUnknownBase == nil else { return nil }
    return .object(ObjectIdentifier(self))
  }
}

/// `super()` in a method.
package final class PythonParent {
  let receiver: PythonValue
  let owner: PythonClass

  init(receiver: PythonValue, owner: PythonClass) {
    self.receiver = receiver
    self.owner = owner
  }
}

/// A module of the project, evaluated when a name of it is needed.
package final class ModuleObject: Clearable {
  package enum State {
    case waiting
    case running
    case done
  }

  package let name: String
  package let isPackage: Bool
  package let tree: PythonModule
  package var names = [String: PythonValue](minimumCapacity: 12)
  package var state = State.waiting
  /// Why any name may be bound to anything: a star import of an unknown module.
  package var anything: UnknownValue?
  /// Modules outside of the project of which all names were imported.
  var stars: [String] = []

  package init(name: String, isPackage: Bool, tree: PythonModule) {
    self.name = name
    self.isPackage = isPackage
    self.tree = tree
  }

  package var file: SourceFile { tree.file }

  package func clear() { names = [:] }
}

/// Names that a block binds.
final class Scope: Clearable {
  enum Kind {
    case module
    case function
    case type
    case comprehension
  }

  let kind: Kind
  let module: ModuleObject
  let parent: Scope?
  var names: [String: PythonValue] = [:]
  /// The names in the order in which a class body binds them.
  var order: [String] = []
  var globals: Set<String> = []
  var nonlocals: Set<String> = []
  /// The names with an annotation, which a dataclass takes for fields.
  var annotated: [(name: String, annotation: Expression)] = []

  init(_ kind: Kind, module: ModuleObject, parent: Scope?) {
    self.kind = kind
    self.module = module
    self.parent = parent
  }

  func clear() { names = [:] }
}
