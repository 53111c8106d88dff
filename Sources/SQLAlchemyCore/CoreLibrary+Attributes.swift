package import SQLExpressions
import SQLWriting

extension CoreLibrary {
  /// An attribute of an object that is a value; nil for a method or an unknown name.
  package func attribute(_ name: String, of object: CoreObject) throws(Refusal) -> CoreValue? {
    switch object {
    case .columns(let source): return .element(try source.require(name))
    case .excluded(let source): return .element(try source.require(name))
    case .source(let source):
      switch name {
      case "c", "columns": return .object(.columns(source))
      case "name":
        guard case .table(let table) = source.shape else { return nil }
        return .string(table.name)
      case "schema":
        guard case .table(let table) = source.shape else { return nil }
        return table.schema.map { .string($0) } ?? CoreValue.none
      default: return nil
      }
    case .change(let change) where name == "excluded":
      return .object(.excluded(SQLSource(.excluded, columns: change.table.columns)))
    case .change(let change) where name == "table": return .object(.source(change.table))
    case .element(let element):
      switch name {
      case "astext": return asText(element).map { .element($0) }
      case "name", "key":
        return element.orderingLabel == nil ? element.columnText.map { .string($0) } : nil
      default: return nil
      }
    default: return nil
    }
  }

  /// The SQL of an object that `op.execute` takes; nil for one that it does not.
  package func sql(of object: CoreObject) throws(Refusal) -> String? {
    switch object {
    case .query(let query): return try SQLCompiler.sql(query, in: style, owners: owners)
    case .change(let change):
      return try SQLCompiler.sql(.change(change), in: style, owners: owners)
    default: return nil
    }
  }

  /// `text.bindparams(…)`.
  func bound(_ template: SQLTemplate, _ call: inout CoreCall) throws(Refusal) -> CoreValue {
    var template = template
    let names = template.names
    var awaited: [String: (type: SQLType, isExpanding: Bool)] = [:]
    for argument in call.rest() {
      guard case .object(.parameter(let name?, let element, let isExpanding)) = argument else {
        throw call.wrong(argument, "a bindparam()")
      }
      switch element.node {
      case .value(.single(let literal)) where !isExpanding:
        template.values[name] = .single(literal, element.type)
      case .value(.expanding(let literals, _)): template.values[name] = .expanding(literals)
      case .null: template.values[name] = .single(.null, nil)
      case .awaited: awaited[name] = (element.type, isExpanding)
      default: throw call.wrong(argument, "a value")
      }
    }
    for (name, value) in call.restOfKeywords() {
      template.values[name] = try given(value, to: awaited.removeValue(forKey: name))
    }
    guard awaited.isEmpty else { throw .invalid(SQLCompiler.valueMissing) }
    for name in template.values.keys where !names.contains(name) {
      throw .invalid("the text has no ':\(name)'")
    }
    return .element(SQLElement(.text(template)))
  }

  /// The value that a keyword of `bindparams()` gives, to a `bindparam()` beside it where there is one.
  private func given(
    _ value: CoreValue, to parameter: (type: SQLType, isExpanding: Bool)?
  ) throws(Refusal) -> SQLTemplate.BoundValue {
    let type = parameter.flatMap { $0.type.isUnsaid ? nil : $0.type }
    guard parameter?.isExpanding == true else {
      return .single(try value.literal(as: type, in: style), type)
    }
    guard let items = value.items, let type else {
      throw .unsupported("the values of an expanding bindparam() without a type")
    }
    return .expanding(
      try items.map { item throws(Refusal) in try item.literal(as: type, in: style) })
  }
}
