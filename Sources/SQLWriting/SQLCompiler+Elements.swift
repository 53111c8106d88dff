import SQLExpressions

extension SQLCompiler {
  mutating func write(
    _ element: SQLElement, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    switch element.node {
    case .null: return "NULL"
    case .constant(let value): return value ? "true" : "false"
    case .text(let template): return try template.sql()
    case .verbatim(let text): return text
    case .column(let name, let source):
      return try column(name, source ?? owners[element], surroundings)
    case .value(let value): return try self.value(value, element.type, surroundings)
    case .labelled(let inner, let name):
      return try label(element, inner, name, surroundings)
    case .reference(let inner): return try reference(inner, surroundings)
    case .namedReference(let name): return try namedReference(name, surroundings)
    case .grouping(let inner): return "(\(try write(inner, surroundings)))"
    case .cast(let inner): return try cast(inner, to: element.type, surroundings)
    case .retyped(let inner): return try write(inner, surroundings)
    case .binary(let binary): return try self.binary(element, binary, surroundings)
    case .chain(let operation, let operands, _):
      var inner = surroundings
      inner.isOperand = true
      return try list(
        operands, inner, separator: operation == .comma ? ", " : " \(operation.text) ")
    case .list(let elements): return try list(elements, surroundings)
    case .tuple(let elements):
      guard !surroundings.isInColumns else {
        throw .invalid("most databases do not select tuples; SQLAlchemy writes none")
      }
      return "(\(try list(elements, surroundings)))"
    case .prefixed(let operation, let inner):
      return operation.text + (try write(inner, surroundings))
    case .ordered(let inner, let suffix): return "\(try write(inner, surroundings)) \(suffix)"
    case .truth(let inner, let isTrue):
      return (isTrue ? "" : "NOT ") + (try write(inner, surroundings))
    default: return try special(element, surroundings)
    }
  }

  private mutating func special(
    _ element: SQLElement, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    switch element.node {
    case .function(let function): return try self.function(function, surroundings)
    case .conditional(let choice): return try conditional(choice, surroundings)
    case .extract(let field, let inner):
      return "EXTRACT(\(field) FROM \(try write(inner, surroundings)))"
    case .window(let window): return try self.window(window, surroundings)
    case .filtered(let inner, let condition):
      let text = try write(inner, surroundings)
      return "\(text) FILTER (WHERE \(try write(condition, surroundings)))"
    case .withinGroup(let inner, let order):
      let text = try write(inner, surroundings)
      return "\(text) WITHIN GROUP (ORDER BY \(try list(order, surroundings)))"
    case .orderedArgument(let inner, let order):
      let text = try write(inner, surroundings)
      return "\(text) ORDER BY \(try list(order, surroundings))"
    case .array(let elements):
      if elements.isEmpty, !element.type.element.isUnsaid {
        return "ARRAY[]::\(try element.type.sql(inTableSchema: nil))"
      }
      return "ARRAY[\(try list(elements, surroundings))]"
    case .slice(let start, let stop):
      return "\(try write(start, surroundings)):\(try write(stop, surroundings))"
    case .collation(let name): return SQLName.quoted(name)
    case .awaited: throw .invalid(Self.valueMissing)
    case .scalar(let query): return "(\(try write(query, within: surroundings)))"
    case .query(let query): return try write(query, within: surroundings)
    default: throw .unsupported("this expression is not written")
    }
  }

  private mutating func column(
    _ name: ColumnName, _ source: SQLSource?, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    let text = SQLName.quoted(text(of: name))
    guard surroundings.namesTables, let source else { return text }
    return "\(try reference(to: source)).\(text)"
  }

  private mutating func value(
    _ value: SQLValue, _ type: SQLType, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    if surroundings.losesValues, !style.sendsValues {
      throw .unsupported("offline, SQLAlchemy prints a bind here instead of the value")
    }
    switch value {
    case .single(let literal): return try literal.sql(as: type, in: style)
    case .expanding(let literals, let isNegated):
      guard !literals.isEmpty else { return isNegated ? Self.emptyNotIn : Self.emptyIn }
      var texts: [String] = []
      for literal in literals { texts.append(try literal.sql(as: type, in: style)) }
      return "(\(texts.joined(separator: ", ")))"
    case .tuples(let rows, let types, let isNegated):
      guard !rows.isEmpty else {
        let nulls = types.map { _ in "NULL" }.joined(separator: ", ")
        return isNegated ? "((\(nulls))) OR (1 = 1)" : "((\(nulls))) AND (1 != 1)"
      }
      var texts: [String] = []
      for row in rows {
        var items: [String] = []
        for (literal, type) in zip(row, types) {
          items.append(try literal.sql(as: type, in: style))
        }
        texts.append("(\(items.joined(separator: ", ")))")
      }
      return "(\(texts.joined(separator: ", ")))"
    }
  }

  /// What is wrong with a `bindparam()` that nobody gave a value.
  package static let valueMissing =
    "offline, a bindparam() without a value is NULL; online it fails"

  /// `IN` of nothing is never true, `NOT IN` of nothing always.
  private static let emptyIn = "(NULL) AND (1 != 1)"
  private static let emptyNotIn = "(NULL) OR (1 = 1)"

  mutating func cast(
    _ inner: SQLElement, to type: SQLType, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    var plain = type
    plain.collation = nil
    let words = try plain.sql(inTableSchema: nil)
    let collate = type.collation.map { " COLLATE \($0)" } ?? ""
    return "CAST(\(try write(inner, surroundings)) AS \(words))\(collate)"
  }

  private mutating func label(
    _ element: SQLElement, _ inner: SQLElement, _ name: ColumnName, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    var around = surroundings
    if surroundings.isInColumns, !surroundings.isInLabel {
      around.isInLabel = true
      let text = SQLName.quoted(text(of: name))
      return "\(try write(inner, around)) AS \(text)"
    }
    if surroundings.namedLabel === element { return SQLName.quoted(text(of: name)) }
    around.isInColumns = false
    return try write(inner, around)
  }

  private mutating func conditional(
    _ choice: ConditionalExpression, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    var text = "CASE "
    if let value = choice.value { text += "\(try write(value, surroundings)) " }
    for (condition, result) in choice.cases {
      text += "WHEN \(try write(condition, surroundings))"
      text += " THEN \(try write(result, surroundings)) "
    }
    if let otherwise = choice.otherwise { text += "ELSE \(try write(otherwise, surroundings)) " }
    return text + "END"
  }

  private mutating func window(
    _ window: WindowExpression, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    let function = try write(window.function, surroundings)
    var parts: [String] = []
    if !window.partition.isEmpty {
      parts.append("PARTITION BY \(try list(window.partition, surroundings))")
    }
    if !window.order.isEmpty { parts.append("ORDER BY \(try list(window.order, surroundings))") }
    if let frame = window.frame { parts.append(frame) }
    return "\(function) OVER (\(parts.joined(separator: " ")))"
  }

  private mutating func function(
    _ function: SQLFunction, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    let name = function.name.lowercased()
    if function.path.count == 1, Self.bareFunctions.contains(name) {
      return name == "sysdate" ? name : name.uppercased()
    }
    switch name {
    case "substring" where function.arguments.count > 1 && function.arguments.count < 4:
      let texts = try function.arguments.texts(&self, surroundings)
      let length = texts.count > 2 ? " FOR \(texts[2])" : ""
      return "SUBSTRING(\(texts[0]) FROM \(texts[1])\(length))"
    case "pow" where function.isGeneric:
      var inner = Surroundings()
      inner.losesValues = true
      return "power(\(try list(function.arguments, inner)))"
    case "aggregate_strings" where function.isGeneric:
      if style.version == .v2_0, !style.sendsValues {
        throw .unsupported("offline, SQLAlchemy 2.0 prints a bind here instead of the value")
      }
      return "string_agg(\(try list(function.arguments, surroundings)))"
    case "count" where function.path.count == 1 && function.arguments.isEmpty: return "count(*)"
    default:
      let path = function.path.map(Self.functionName).joined(separator: ".")
      return "\(path)(\(try list(function.arguments, surroundings)))"
    }
  }

  /// The functions that SQL calls without parentheses.
  package static let bareFunctions: Set<String> = [
    "current_date", "current_time", "current_timestamp", "current_user", "localtime",
    "localtimestamp", "session_user", "sysdate", "user",
  ]

  /// Function names keep their case: SQLAlchemy quotes them only where a character demands it.
  private static func functionName(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "$")
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
    }
    return isPlain ? name : SQLName.quoted(name)
  }
}

extension [SQLElement] {
  fileprivate func texts(
    _ compiler: inout SQLCompiler, _ surroundings: SQLCompiler.Surroundings
  ) throws(Refusal) -> [String] {
    var texts: [String] = []
    for element in self { texts.append(try compiler.write(element, surroundings)) }
    return texts
  }
}
