package import PythonEvaluation
import SQLAlchemyValues

/// Packages that add types to SQLAlchemy or operations to Alembic, and operations that the project adds itself.
package final class PluginLibrary: PythonLibrary {
  let registered = RegisteredOperations()

  package init() {}

  package func owns(_ module: String) -> Bool {
    // Nearly all names are SQLAlchemy's or Alembic's.
    if module.begins(with: "sqlalchemy.") {
      return module == Self.mutable || module.begins(with: Self.mutableMembers)
    }
    guard module != "sqlalchemy", module != "alembic", !module.begins(with: "alembic.") else {
      return false
    }
    return Self.packages.contains(module.firstPart)
  }

  package func concerns(_ firstPart: String) -> Bool {
    firstPart == "sqlalchemy" || firstPart == "alembic" || Self.packages.contains(firstPart)
  }

  package func value(of name: String, _ evaluator: Evaluator) -> PythonValue? {
    guard name.begins(with: "alembic_") else { return nil }
    if name.begins(with: "alembic_utils.") { return DatabaseEntity.constant(name) }
    if name.begins(with: "alembic_postgresql_enum.") { return EnumColumn.constant(name) }
    return nil
  }

  package func call(
    _ name: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    if name.begins(with: "sqlalchemy."), !name.begins(with: Self.mutableMembers) { return nil }
    if name.begins(with: "alembic.") {
      if let operation = name.after("alembic.op.") {
        return RegisteredOperations.own.contains(operation)
          ? nil : try callOperation(operation, arguments, evaluator)
      }
      return try name.after("alembic.operations.").flatMap { member throws(EvaluationFailure) in
        try registered.register(member, arguments)
      }
    }
    guard owns(name) else { return nil }
    var own = arguments
    let package = name.firstPart
    let member = name.lastPart
    var value: PythonValue?
    switch package {
    case "alembic_utils": value = try DatabaseEntity(member, &own).map { .native($0) }
    case "alembic_postgresql_enum": value = try EnumColumn.make(member, &own)
    case "lazy_object_proxy" where member == "Proxy":
      // The real one calls it when it is first used, which is when the name is.
      let factory = try own.require("factory", 0)
      value = try evaluator.call(factory.value, with: [], at: factory.range)
    default: value = try ForeignTypes(evaluator).make(package, member, &own)
    }
    guard let value else {
      guard package == "sqlmodel", name == "sqlmodel.\(member)", member != "select" else {
        return nil
      }
      guard member != "Session" else {
        throw arguments.refuse(.needsData("'\(name)' reads the database"))
      }
      // SQLModel hands on most of SQLAlchemy's names.
      return try evaluator.callKnown("sqlalchemy.\(member)", arguments)
    }
    try own.finish()
    return value
  }

  package func inherited(
    _ name: String, from base: String, by receiver: PythonValue
  ) -> PythonValue? {
    switch (receiver, name) {
    case (.instance, "__init__"): .builtinMethod(receiver, name)
    case (.classObject, "as_mutable") where base.begins(with: Self.mutableMembers):
      .builtinMethod(receiver, name)
    default: nil
    }
  }

  package func call(
    _ method: String, of receiver: PythonValue, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    switch (receiver, method) {
    case (.instance(let instance), "__init__")
    where instance.type.allForeignBases.contains(where: owns):
      evaluator.setArguments(arguments, of: instance)
      return PythonValue.none
    case (.classObject(let type), "as_mutable")
    where type.allForeignBases.contains(where: owns):
      var own = arguments
      return try ForeignTypes(evaluator).make("sqlalchemy", "as_mutable", &own)
    default: return nil
    }
  }

  /// What ciphers and hashes for column types are made of matters to values alone.
  package func isHarmless(_ name: String) -> Bool { name.begins(with: "advanced_alchemy.types.") }

  private static let mutable = "sqlalchemy.ext.mutable"
  private static let mutableMembers = "\(mutable)."

  private static let packages: Set<String> = [
    "advanced_alchemy", "alembic_postgresql_enum", "alembic_utils", "citext",
    "fastapi_users_db_sqlalchemy", "geoalchemy2", "lazy_object_proxy", "oslo_db", "pgvector",
    "sqlalchemy_json", "sqlalchemy_jsonfield", "sqlalchemy_searchable", "sqlalchemy_utc",
    "sqlalchemy_utils", "sqlmodel",
  ]
}

extension PluginLibrary {
  /// Operations of `op` that are no part of Alembic.
  private func callOperation(
    _ name: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    switch name {
    case "create_entity", "replace_entity", "drop_entity":
      let target = try own.require("target", 0)
      guard case .native(let object) = target.value, let entity = object as? DatabaseEntity else {
        throw target.wrong("an entity of alembic_utils")
      }
      let cascades = name == "drop_entity" ? try own.flag("cascade", 1) : false
      try own.finish()
      try evaluator.execute(
        try entity.statements(name, cascades: cascades, at: target.range), as: arguments)
    case "sync_enum_values":
      try evaluator.execute(try EnumSynchronization(&own).statements(), as: arguments)
    case "add_enum_value":
      try evaluator.execute([try EnumSynchronization.addedValue(&own)], as: arguments)
    default:
      if let plain = SpatialOperations.plainNames[name] {
        try SpatialOperations(evaluator).call(plain, &own)
        break
      }
      return try registered.call(name, arguments, evaluator)
    }
    return PythonValue.none
  }
}
