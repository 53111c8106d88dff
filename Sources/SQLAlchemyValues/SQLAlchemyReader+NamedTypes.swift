import PostgresDDL
import PythonEvaluation
import SQLExpressions

extension SQLAlchemyReader {
  /// `sa.Enum(…)` and `postgresql.ENUM(…)`.
  func enumeration(
    isOfDialect: Bool, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLType {
    let chooser = arguments.take("values_callable")
    arguments.ignore("validate_strings", "sort_key_function", "omit_aliases")
    var name = try arguments.optionalString("name")
    let schema = try arguments.optionalSchema("schema")
    let inherits = try arguments.flag("inherit_schema")
    let isNative = try arguments.flag("native_enum", default: true)
    let hasCheck = try arguments.flag("create_constraint")
    let length = try arguments.optionalInteger("length")
    let createType = try arguments.flag("create_type", default: true)
    let items = arguments.rest()
    let labels = try labels(items, chooser: chooser, name: &name)
    guard isNative else {
      let longest = labels.map(\.unicodeScalars.count).max() ?? 0
      guard !isOfDialect else { throw arguments.refuse(.invalid("an ENUM is always native")) }
      guard length.map({ $0 >= longest }) ?? true else {
        throw arguments.refuse(.invalid("the length \(length ?? 0) is too short for the labels"))
      }
      let room = length ?? longest
      var type = SQLType(.enumeration, room == 0 ? "VARCHAR" : "VARCHAR(\(room))")
      type.labels = labels
      if hasCheck { type.check = LabelCheck(name: name.map { ObjectName($0) }, labels: labels) }
      return type
    }
    // SQLAlchemy has a literal form for `str`, and none for an Enum that is one.
    if let member = items.first(where: { if case .instance = $0.value { true } else { false } }) {
      throw member.refuse(
        .invalid("SQLAlchemy cannot write a member of an Enum as a label", hint: "take its value"))
    }
    var type = SQLType(.enumeration, "")
    type.labels = labels
    // Before 2.1, only PostgreSQL's own class looked at `create_type`.
    let isCreated = createType || !isOfDialect && library.version == .v2_0
    type.named = NamedType(
      name: name, schema: schema, inheritsSchema: inherits, isCreatedWithTable: isCreated,
      isOfDialect: isOfDialect, definition: .enumeration(labels: labels))
    return type
  }

  /// Labels as written, or the members of a class, whose name is then the default name of the type.
  private func labels(
    _ items: [PythonArgument], chooser: PythonArgument?, name: inout String?
  ) throws(EvaluationFailure) -> [String] {
    if items.count == 1, case .classObject(let type) = items[0].value, type.isEnumeration {
      name = name ?? type.name.lowercased()
      // SQLAlchemy's `omit_aliases` is true where nobody says otherwise.
      guard let chooser, !chooser.isNone else { return type.members }
      let chosen = try evaluator.call(chooser.value, with: [items[0].value], at: chooser.range)
      return try PythonArgument(chosen, at: chooser.range).strings()
    }
    var labels: [String] = []
    for item in items { labels.append(try item.string()) }
    return labels
  }

  /// `postgresql.DOMAIN(…)`.
  func domain(_ arguments: inout CallArguments) throws(EvaluationFailure) -> SQLType {
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
    let schema = try arguments.optionalSchema("schema")
    let createType = try arguments.flag("create_type", default: true)
    var type = SQLType(.other, "")
    type.named = NamedType(
      name: name, schema: schema, isCreatedWithTable: createType, isOfDialect: true,
      definition: .domain(domain))
    return type
  }

  func callTypeMethod(
    _ name: String, of type: SQLType, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var arguments = arguments
    switch name {
    case "with_variant":
      let variant = try arguments.require("type_", 0)
      var dialects: [String] = []
      for argument in arguments.rest() { dialects.append(try argument.string()) }
      try arguments.finish()
      return .native(
        SQLAlchemyObject.type(
          dialects.contains("postgresql") ? try self.type(from: variant) : type))
    case "create", "drop":
      guard let named = type.named, type.dimensions == 0 else {
        throw arguments.refuse(.unsupported("'\(name)' of this type is not evaluated"))
      }
      let bind = try arguments.require("bind", 0)
      guard let performer = library.performer, performer.isBind(bind.value) else {
        throw bind.wrong("op.get_bind()")
      }
      let isChecked = try arguments.flag("checkfirst", 1, default: named.isOfDialect)
      try arguments.finish()
      try performer.perform(
        name == "create"
          ? .createType(named, ifMissing: isChecked) : .dropType(named, ifPresent: isChecked),
        evaluator, at: arguments.range)
      return .none
    default: throw arguments.refuse(.unsupported("'\(arguments.callee)()' is not evaluated"))
    }
  }
}
