extension Evaluator {
  static let enumerations: Set<String> = [
    "enum.Enum", "enum.ReprEnum", "enum.StrEnum", "enum.IntEnum", "enum.Flag", "enum.IntFlag",
  ]

  /// Turns the constants of a class body into members.
  func makeEnumeration(_ type: PythonClass, at range: Range<Int>) throws(EvaluationFailure) {
    type.kind = .enumeration
    let foreign = type.allForeignBases
    guard !foreign.contains(where: { $0.hasSuffix("Flag") }) else {
      throw EvaluationFailure(.unsupported("a Flag is not evaluated"), at: range)
    }
    for name in ["__new__", "__init__", "_missing_", "__eq__", "__hash__", "__getattribute__"]
    where type.attributes[name] != nil {
      guard name == "_missing_" else {
        throw EvaluationFailure(
          .unsupported("an Enum with '\(name)' is not evaluated"), at: range)
      }
    }
    let isText = foreign.contains("enum.StrEnum")
    let isMixedText = isText || foreign.contains("builtins.str")
    let isNumber = foreign.contains("enum.IntEnum") || foreign.contains("builtins.int")
    var last: PythonValue?
    for name in type.order {
      guard let written = type.attributes[name], Self.isMember(name, written) else { continue }
      var value = written
      if case .native(let object) = written, object is AutomaticValue {
        value = try automaticValue(name, after: last, type, isText: isText, at: range)
      }
      last = value
      if let other = try self.member(of: type, with: value, at: range) {
        type.attributes[name] = other
        continue
      }
      let member = instance(type)
      member.memberName = name
      member.attributes["value"] = value
      if isMixedText, value.text != nil { member.mixedValue = value }
      if isNumber, case .integer = value { member.mixedValue = value }
      if (isMixedText || isNumber), member.mixedValue == nil, value.asUnknown == nil {
        throw EvaluationFailure(
          .unsupported("the value of '\(type.name).\(name)' is not evaluated"), at: range)
      }
      type.attributes[name] = .instance(member)
      type.members.append(name)
    }
  }

  private static func isMember(_ name: String, _ value: PythonValue) -> Bool {
    guard !name.hasPrefix("_") else { return false }
    switch value {
    case .function, .descriptor, .classObject: return false
    default: return true
    }
  }

  /// The member with a value.
  private func member(
    of type: PythonClass, with value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    for name in type.members {
      if let member = type.attributes[name], try isSame(value, member, at: range) { return member }
    }
    return nil
  }

  private func isSame(
    _ value: PythonValue, _ member: PythonValue?, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    guard case .instance(let instance)? = member, let other = instance.attributes["value"] else {
      return false
    }
    guard value.asUnknown == nil, other.asUnknown == nil else { return false }
    return try areEqual(value, other, at: range)
  }

  private func automaticValue(
    _ name: String, after last: PythonValue?, _ type: PythonClass, isText: Bool,
    at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    if type.attribute("_generate_next_value_") != nil {
      return .unknown(.unknown("the value of '\(type.name).\(name)' is not known"))
    }
    if isText { return .string(name.lowercased()) }
    switch last {
    case nil: return .integer(1)
    case .integer(let value)? where value < Int.max: return .integer(value + 1)
    default: return .unknown(.unknown("the value of an 'auto()' is not known"))
    }
  }

  /// `Color(value)`.
  func enumerationMember(
    _ type: PythonClass, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    let value = try arguments.require("value", 0)
    try arguments.finish()
    if case .instance(let instance) = value.value, instance.type === type { return value.value }
    if let unknown = value.value.asUnknown { return .unknown(unknown) }
    if let member = try member(of: type, with: value.value, at: value.range) { return member }
    guard type.attribute("_missing_") == nil else {
      throw arguments.refuse(.unsupported("'_missing_' is not evaluated"))
    }
    throw raise("ValueError", "no such '\(type.name)'", at: arguments.range)
  }
}

extension Evaluator {
  /// `Enum(name, members)`: names in a text or a list, pairs, or a dict.
  package func enumeration(
    deriving base: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonClass {
    let name = try arguments.string("value", 0)
    let names = try arguments.require("names", 1)
    arguments.ignore("module", "qualname")
    try arguments.finish()
    let type = PythonClass(name: name, bases: [], foreignBases: [base], module: scope.module)
    keep(type)
    for (name, value) in try members(names) {
      guard type.attributes[name] == nil else {
        throw names.refuse(.invalid("the member '\(name)' is there twice"))
      }
      type.set(name, value)
    }
    try makeEnumeration(type, at: arguments.range)
    return type
  }

  private func members(
    _ names: PythonArgument
  ) throws(EvaluationFailure) -> [(String, PythonValue)] {
    let automatic = PythonValue.native(AutomaticValue())
    if let text = names.value.text {
      return text.split { $0 == "," || $0.isWhitespace }.map { (String($0), automatic) }
    }
    if case .dictionary = names.value {
      var members: [(String, PythonValue)] = []
      for entry in try names.entries() {
        members.append((try PythonArgument(entry.key, at: names.range).string(), entry.value))
      }
      return members
    }
    var members: [(String, PythonValue)] = []
    for element in try names.elements() {
      if let name = element.value.text {
        members.append((name, automatic))
        continue
      }
      let pair = try element.elements()
      guard pair.count == 2 else { throw element.wrong("a name, or a name and a value") }
      members.append((try pair[0].string(), pair[1].value))
    }
    return members
  }
}

/// `enum.auto()`.
package struct AutomaticValue: NativeObject {
  package init() {}
  package var kindName: String { "an 'auto()'" }
}
