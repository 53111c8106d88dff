import PostgresDDL
import PythonSyntax

extension Interpreter {
  /// The labels of `class Name(enum.Enum)`; any other class is unknown.
  func enumeration(_ definition: ClassDefinition) -> EnumerationValue? {
    let bases = definition.arguments.compactMap(base)
    let known = ["enum.Enum", "enum.StrEnum", "enum.IntEnum", "str", "int"]
    guard definition.decorators.isEmpty, bases.count == definition.arguments.count,
      bases.allSatisfy(known.contains), bases.contains(where: { $0.hasPrefix("enum.") }),
      let members = Self.members(definition.body), !members.isEmpty
    else { return nil }
    // A second name for a value is an alias, which SQLAlchemy leaves out.
    let values = members.compactMap { member -> String? in
      switch member.value {
      case .string(let text): "'\(text.text)"
      case .integer(let value): "\(value)"
      default: nil
      }
    }
    guard Set(values).count == values.count else { return nil }
    return EnumerationValue(name: definition.name.text, members: members)
  }

  /// The full name of a base class.
  private func base(_ argument: Argument) -> String? {
    switch argument.value.kind {
    case .name(let name):
      if case .path(let path)? = lookUp(name) { return path }
      return name
    case .attribute(let base, let member):
      guard case .name(let name) = base.kind, case .path(let path)? = lookUp(name) else {
        return nil
      }
      return "\(path).\(member.text)"
    default: return nil
    }
  }

  private static func members(
    _ body: [Statement]
  ) -> [(name: String, value: PythonValue)]? {
    var members: [(name: String, value: PythonValue)] = []
    for statement in body {
      switch statement.kind {
      case .pass, .function: continue
      case .expression(let expression):
        guard case .string = expression.kind else { return nil }
      case .assign(let targets, let value):
        guard targets.count == 1, case .name(let name) = targets[0].kind, !name.hasPrefix("_"),
          let constant = constant(value), !members.contains(where: { $0.name == name })
        else { return nil }
        members.append((name, constant))
      default: return nil
      }
    }
    return members
  }

  private static func isAuto(_ callee: Expression) -> Bool {
    switch callee.kind {
    case .name("auto"): true
    case .attribute(let base, let member):
      if case .name("enum") = base.kind { member.text == "auto" } else { false }
    default: false
    }
  }

  private static func constant(_ expression: Expression) -> PythonValue? {
    switch expression.kind {
    case .string(let text): .string(text)
    case .integer(let value): .integer(value)
    case .call(let callee, let arguments) where arguments.isEmpty && isAuto(callee):
      .unknown(.unknown("the value of an 'auto()' is not known"))
    default: nil
    }
  }
}
