extension Evaluator {
  /// `dataclass` around a class: its fields are those of the base classes, then its own.
  package func makeDataclass(
    _ type: PythonClass, isFrozen: Bool, isKeywordOnly: Bool
  ) {
    var fields: [DataField] = []
    for base in type.ancestry.dropFirst().reversed() {
      guard case .dataclass = base.kind else { continue }
      for field in base.fields { Self.add(field, to: &fields) }
    }
    for var field in type.fields {
      field.isKeywordOnly = isKeywordOnly
      if case .native(let object)? = field.defaultValue, let option = object as? FieldOptions {
        field.defaultValue = option.defaultValue
        field.factory = option.factory
        field.isInInit = option.isInInit
        type.attributes[field.name] = option.defaultValue
      }
      Self.add(field, to: &fields)
    }
    type.fields = fields
    type.members = fields.map(\.name)
    type.kind = .dataclass(isFrozen: isFrozen)
  }

  private static func add(_ field: DataField, to fields: inout [DataField]) {
    if let place = fields.firstIndex(where: { $0.name == field.name }) {
      fields[place] = field
    } else {
      fields.append(field)
    }
  }

  func fill(
    _ instance: PythonInstance, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) {
    var position = 0
    for field in instance.type.fields {
      var value: PythonValue?
      if field.isInInit {
        value = arguments.take(field.name, field.isKeywordOnly ? nil : position)?.value
        if !field.isKeywordOnly { position += 1 }
      }
      if value == nil, let factory = field.factory {
        value = try call(factory, with: [], at: arguments.range)
      }
      guard let value = value ?? field.defaultValue else {
        throw arguments.refuse(
          .invalid("'\(instance.type.name)' lacks the argument '\(field.name)'"))
      }
      instance.attributes[field.name] = value
    }
    try arguments.finish()
    if instance.type.attribute("__post_init__") != nil {
      let method = try attribute("__post_init__", of: .instance(instance), at: arguments.range)
      _ = try call(method, with: [], at: arguments.range)
    }
  }
}

/// `dataclasses.field(…)`.
package struct FieldOptions: NativeObject {
  let defaultValue: PythonValue?
  let factory: PythonValue?
  let isInInit: Bool

  package init(defaultValue: PythonValue?, factory: PythonValue?, isInInit: Bool) {
    self.defaultValue = defaultValue
    self.factory = factory
    self.isInInit = isInInit
  }

  package var kindName: String { "a field" }
}
