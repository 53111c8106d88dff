import PostgresDDL
import PythonSyntax

extension Interpreter {
  /// `sa.Enum(…)` and `postgresql.ENUM(…)`.
  func enumeration(
    isOfDialect: Bool, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType {
    let chooser = arguments.take("values_callable")
    arguments.ignore("validate_strings", "sort_key_function", "omit_aliases")
    var name = try arguments.optionalString("name")
    let schema = try arguments.optionalString("schema")
    let inherits = try arguments.flag("inherit_schema")
    let isNative = try arguments.flag("native_enum", default: true)
    let hasCheck = try arguments.flag("create_constraint")
    let length = try arguments.optionalInteger("length")
    let createType = try arguments.flag("create_type", default: true)
    let labels = try labels(arguments.rest(), chooser: chooser, name: &name)
    guard isNative else {
      let longest = labels.map(\.unicodeScalars.count).max() ?? 0
      guard !isOfDialect else { throw arguments.refuse(.invalid("an ENUM is always native")) }
      guard length.map({ $0 >= longest }) ?? true else {
        throw arguments.refuse(.invalid("the length \(length ?? 0) is too short for the labels"))
      }
      var type = SQLType(.enumeration, "VARCHAR(\(length ?? longest))")
      type.labels = labels
      if hasCheck { type.check = LabelCheck(name: name.map { ObjectName($0) }, labels: labels) }
      return type
    }
    var type = SQLType(.enumeration, "")
    type.labels = labels
    // Before 2.1, only PostgreSQL's own class looked at `create_type`.
    let isCreated = createType || !isOfDialect && compiler.version == .v2_0
    type.named = NamedType(
      name: name, schema: schema, inheritsSchema: inherits, isCreatedWithTable: isCreated,
      isOfDialect: isOfDialect, definition: .enumeration(labels: labels))
    return type
  }

  /// Labels as written, or the members of a class, whose name is then the default name of the type.
  private func labels(
    _ items: [PythonArgument], chooser: PythonArgument?, name: inout String?
  ) throws(EvaluationFailure) -> [String] {
    if items.count == 1, case .enumeration(let value) = items[0].value {
      name = name ?? value.name.lowercased()
      guard let chooser, !chooser.isNone else { return value.members.map(\.name) }
      guard Self.choosesValues(chooser) else {
        throw chooser.refuse(.unsupported("this 'values_callable' is not evaluated"))
      }
      var labels: [String] = []
      for member in value.members {
        labels.append(try PythonArgument(value: member.value, range: chooser.range).string())
      }
      return labels
    }
    var labels: [String] = []
    for item in items { labels.append(try item.string()) }
    return labels
  }

  /// Whether the lambda is `lambda x: [y.value for y in x]`.
  private static func choosesValues(_ argument: PythonArgument) -> Bool {
    guard case .lambda(let parameters, let body) = argument.value,
      let parameter = parameters.positional.first, parameters.positional.count == 1,
      case .listComprehension(let element, let clauses) = body.kind, clauses.count == 1,
      clauses[0].conditions.isEmpty, case .name(let target) = clauses[0].target.kind,
      case .name(parameter.name.text) = clauses[0].iterable.kind,
      case .attribute(let base, let member) = element.kind, member.text == "value",
      case .name(target) = base.kind
    else { return false }
    return true
  }

  /// `postgresql.DOMAIN(…)`.
  mutating func domain(_ arguments: inout CallArguments) throws(EvaluationFailure) -> SQLType {
    let name = try arguments.string("name", 0)
    let base = try type(from: try arguments.require("data_type", 1))
    guard base.named == nil else {
      throw arguments.refuse(.unsupported("a domain over a named type is not evaluated"))
    }
    var domain = DomainDefinition(base: base)
    domain.collation = try arguments.optionalString("collation")
    domain.constraintName = try arguments.optionalName("constraint_name")
    domain.isNotNull = try arguments.flag("not_null")
    if let value = arguments.take("default"), !value.isNone {
      domain.defaultValue = try serverDefault(value)
    }
    if let check = arguments.take("check"), !check.isNone {
      domain.check = try check.sqlExpression()
    }
    let schema = try arguments.optionalString("schema")
    let createType = try arguments.flag("create_type", default: true)
    var type = SQLType(.other, "")
    type.named = NamedType(
      name: name, schema: schema, isCreatedWithTable: createType, isOfDialect: true,
      definition: .domain(domain))
    return type
  }

  mutating func callTypeMethod(
    _ name: String, of type: SQLType, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var arguments = arguments
    switch name {
    case "with_variant":
      let variant = try arguments.require("type_", 0)
      var dialects: [String] = []
      for argument in arguments.rest() { dialects.append(try argument.string()) }
      try arguments.finish()
      return .type(dialects.contains("postgresql") ? try self.type(from: variant) : type)
    case "create", "drop":
      guard let named = type.named, type.dimensions == 0 else {
        throw arguments.refuse(.unsupported("'\(name)' of this type is not evaluated"))
      }
      let bind = try arguments.require("bind", 0)
      guard case .bind = bind.value else { throw bind.wrong("op.get_bind()") }
      let isChecked = try arguments.flag("checkfirst", 1, default: named.isOfDialect)
      try arguments.finish()
      try perform(
        name == "create"
          ? .createType(named, ifMissing: isChecked) : .dropType(named, ifPresent: isChecked),
        at: arguments.range)
      return .none
    default: throw arguments.refuse(.unsupported("'\(arguments.callee)()' is not evaluated"))
    }
  }
}
