import PythonSyntax
import PythonEvaluation

extension StandardLibrary {
  /// What asks something of values.
  func inspectBuiltin(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    switch name {
    case "print":
      _ = arguments.rest()
      _ = arguments.restOfKeywords()
      return PythonValue.none
    case "len": return try length(try arguments.require("obj", 0), evaluator)
    case "any", "all":
      let argument = try arguments.require("iterable", 0)
      for value in try evaluator.members(of: argument.value, at: argument.range)
      where try evaluator.truth(of: value, at: argument.range) == (name == "any") {
        return .boolean(name == "any")
      }
      return .boolean(name == "all")
    case "sum":
      let argument = try arguments.require("iterable", 0)
      var total = arguments.take("start", 1)?.value ?? .integer(0)
      for value in try items(argument, evaluator) {
        total = try evaluator.combine(total, .add, value, at: range)
      }
      return total
    case "min", "max": return try extreme(name, &arguments, evaluator)
    case "abs", "round", "ord", "chr", "divmod", "hex":
      return try number(name, &arguments, evaluator)
    case "repr":
      let value = try arguments.require("obj", 0)
      return .string(try evaluator.representation(of: value.value, at: value.range))
    case "format":
      let value = try arguments.require("value", 0)
      let specification = try arguments.optionalString("format_spec", 1) ?? ""
      return .string(try evaluator.format(value.value, specification, at: range))
    case "globals": return .native(ModuleNamesObject(module: evaluator.module))
    case "callable":
      return try callable(try arguments.require("obj", 0))
    case "open": return try openFile(&arguments, evaluator)
    case "property", "staticmethod", "classmethod":
      let function = try arguments.require("fget", 0).value
      let kind: PythonDescriptor.Kind =
        name == "property" ? .property : (name == "staticmethod" ? .staticMethod : .classMethod)
      return .descriptor(PythonDescriptor(kind, function))
    default: return try inspectAttributes(name, &arguments, evaluator)
    }
  }

  private func inspectAttributes(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "getattr":
      let value = try arguments.require("object", 0)
      let attribute = try arguments.string("name", 1)
      let otherwise = arguments.take("default", 2)?.value
      if let otherwise, value.value.asUnknown == nil || isPlain(value.value) {
        return try evaluator.optionalAttribute(attribute, of: value.value, at: arguments.range)
          ?? otherwise
      }
      return try evaluator.attribute(attribute, of: value.value, at: arguments.range)
    case "hasattr":
      let value = try arguments.require("object", 0)
      let attribute = try arguments.string("name", 1)
      guard isPlain(value.value) else { throw value.wrong("an object of the file") }
      let found = try evaluator.optionalAttribute(attribute, of: value.value, at: arguments.range)
      if let unknown = found?.asUnknown { return .unknown(unknown) }
      return .boolean(found != nil)
    case "setattr":
      let value = try arguments.require("object", 0)
      let attribute = try arguments.string("name", 1)
      let new = try arguments.require("value", 2).value
      guard case .instance(let instance) = value.value else {
        throw value.wrong("an object of the file")
      }
      instance.attributes[attribute] = new
      return PythonValue.none
    case "isinstance":
      let value = try arguments.require("object", 0)
      return try isInstance(value, try arguments.require("class", 1))
    case "issubclass":
      let type = try arguments.require("class", 0)
      let other = try arguments.require("classinfo", 1)
      guard case .classObject(let type) = type.value, case .classObject(let other) = other.value
      else { throw type.wrong("classes of the file") }
      return .boolean(type.derives(from: other))
    case "type":
      let value = try arguments.require("object", 0)
      if case .instance(let instance) = value.value { return .classObject(instance.type) }
      guard let name = Self.typeNames(of: value.value)?.first else {
        throw value.wrong("a plain value")
      }
      return .name("builtins.\(name)")
    default: return nil
    }
  }

  /// Whether all attributes are known.
  private func isPlain(_ value: PythonValue) -> Bool {
    switch value {
    case .instance, .classObject, .module: true
    default: false
    }
  }

  private func callable(_ argument: PythonArgument) throws(EvaluationFailure) -> PythonValue {
    switch argument.value {
    case .function, .method, .builtinMethod, .classObject: .boolean(true)
    case .none, .string, .integer, .list, .dictionary, .tuple, .boolean, .float: .boolean(false)
    default: throw argument.wrong("a plain value")
    }
  }

  private func length(
    _ argument: PythonArgument, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    if let unknown = argument.value.asUnknown { return .unknown(unknown) }
    switch argument.value {
    case .list(let list): return .integer(list.items.count)
    case .tuple(let tuple): return .integer(tuple.items.count)
    case .dictionary(let dictionary): return .integer(dictionary.entries.count)
    case .set(let set): return .integer(set.items.count)
    case .range(let range): return .integer(range.count)
    case .bytes(let bytes): return .integer(bytes.count)
    case .classObject(let type) where type.isEnumeration: return .integer(type.members.count)
    case .instance(let instance) where instance.type.attribute("__len__") != nil:
      let method = try evaluator.attribute("__len__", of: argument.value, at: argument.range)
      return try evaluator.call(method, with: [], at: argument.range)
    case .native(let object):
      if let items = try object.elements(evaluator, at: argument.range) {
        return .integer(items.count)
      }
    default: if let text = argument.value.text { return .integer(text.unicodeScalars.count) }
    }
    throw argument.wrong("something with a length")
  }

  private func extreme(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    let range = arguments.range
    let otherwise = arguments.take("default")?.value
    var values = arguments.rest().map(\.value)
    if values.count == 1, let only = values.first {
      values = try evaluator.members(of: only, at: range)
    }
    var sorting = CallArguments(
      callee: name, range: range,
      keywords: arguments.restOfKeywords().filter { $0.name == "key" })
    let sorted = try sorted(values, &sorting, evaluator)
    guard let first = sorted.first, let last = sorted.last else {
      if let otherwise { return otherwise }
      throw evaluator.raise("ValueError", "\(name)() arg is an empty sequence", at: range)
    }
    guard name == "max" else { return first }
    // Of equal values, the first.
    for value in sorted where try evaluator.order(value, last, at: range) == 0 { return value }
    return last
  }

  private func number(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let argument = try arguments.require("x", 0)
    if let unknown = argument.value.asUnknown { return .unknown(unknown) }
    switch (name, argument.value) {
    case ("abs", .integer(let value)) where value != Int.min: return .integer(abs(value))
    case ("abs", .float(let value)): return .float(abs(value))
    case ("round", .integer) where arguments.take("ndigits", 1) == nil: return argument.value
    case ("round", .float(let value)) where abs(value) < 1e15:
      guard arguments.take("ndigits", 1) == nil else { break }
      return .integer(Int(value.rounded(.toNearestOrEven)))
    case ("chr", .integer(let value)):
      guard let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init) else { break }
      return .string(String(scalar))
    case ("ord", _):
      guard let scalars = argument.value.text?.unicodeScalars, scalars.count == 1,
        let scalar = scalars.first
      else { break }
      return .integer(Int(scalar.value))
    case ("hex", .integer(let value)) where value >= 0:
      return .string("0x" + String(value, radix: 16))
    case ("divmod", _):
      let other = try arguments.require("y", 1).value
      let range = arguments.range
      let quotient = try evaluator.combine(argument.value, .floorDivide, other, at: range)
      let rest = try evaluator.combine(argument.value, .modulo, other, at: range)
      return try evaluator.tuple([quotient, rest], at: range)
    default: break
    }
    throw argument.refuse(.unsupported("this '\(name)()' is not evaluated"))
  }

  private func isInstance(
    _ value: PythonArgument, _ type: PythonArgument
  ) throws(EvaluationFailure) -> PythonValue {
    if let types = type.value.sequence {
      var isUnsure: UnknownValue?
      for other in types {
        let answer = try isInstance(value, PythonArgument(other, at: type.range))
        if case .boolean(true) = answer { return answer }
        isUnsure = isUnsure ?? answer.asUnknown
      }
      return isUnsure.map { .unknown($0) } ?? .boolean(false)
    }
    if let unknown = value.value.asUnknown { return .unknown(unknown) }
    switch (value.value, type.value) {
    case (.instance(let instance), .classObject(let type)):
      if instance.type.derives(from: type) { return .boolean(true) }
      return instance.type.anyUnknownBase.map { .unknown($0) } ?? .boolean(false)
    case (.instance(let instance), .name(let path)):
      if instance.type.derives(from: path) { return .boolean(true) }
      guard path.after("builtins.") != nil, instance.type.anyUnknownBase == nil else { break }
      return .boolean(
        instance.mixedValue == nil ? path == "builtins.object" : path == "builtins.str")
    case (.native(let object), .name(let path)):
      if let answer = object.isInstance(of: path) { return .boolean(answer) }
    case (.native, _), (_, .native): break
    case (_, .classObject): return .boolean(false)
    case (_, .name(let path)):
      guard let names = Self.typeNames(of: value.value), owns(path) else { break }
      if let name = path.after("builtins.") { return .boolean(names.contains(name)) }
    default: break
    }
    throw value.refuse(.unsupported("this 'isinstance' is not evaluated"))
  }

  /// The classes of a plain value, its own first.
  private static func typeNames(of value: PythonValue) -> [String]? {
    switch value {
    case .none: ["NoneType", "object"]
    case .boolean: ["bool", "int", "object"]
    case .integer, .bigInteger: ["int", "object"]
    case .float: ["float", "object"]
    case .string(let string): string.mark == 0 ? ["str", "object"] : nil
    case .bytes: ["bytes", "object"]
    case .list: ["list", "object"]
    case .tuple(let tuple): tuple.type == nil ? ["tuple", "object"] : nil
    case .dictionary: ["dict", "object"]
    case .set(let set): [set.isFrozen ? "frozenset" : "set", "object"]
    case .range: ["range", "object"]
    case .function, .method: ["function", "object"]
    default: nil
    }
  }
}
