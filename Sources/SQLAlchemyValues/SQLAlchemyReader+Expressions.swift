package import PostgresDDL
package import PythonEvaluation

extension SQLAlchemyReader {
  /// `sa.text`, `sa.func.…`, `sa.column` and their like.
  func makeExpression(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLAlchemyObject? {
    if let function = name.after("sa.func.") {
      return .expression(try functionCall(function, &arguments))
    }
    guard let member = name.after("sa.") else { return nil }
    switch member {
    case "text":
      let string = try arguments.require("text", 0).pythonString()
      return .expression(.text(SQLTemplate(string.text, literal: string.literal)))
    case "literal_column":
      let text = try arguments.string("text", 0)
      arguments.ignore("type_")
      return .expression(.verbatim(text))
    case "column":
      let column = try arguments.string("text", 0)
      let type = try optionalType(arguments.take("type_", 1))
      return .expression(.column(column, of: nil, type ?? .unsaid))
    case "true", "false": return .expression(.verbatim(member))
    case "null": return .expression(.null)
    case "literal":
      let value = try arguments.require("value", 0).sqlLiteral()
      return .expression(.literal(value, try optionalType(arguments.take("type_", 1))))
    case "bindparam": return try parameter(&arguments)
    default: return try makeCompoundExpression(member, &arguments).map { .expression($0) }
    }
  }

  package func optionalType(_ argument: PythonArgument?) throws(EvaluationFailure) -> SQLType? {
    guard let argument, !argument.isNone else { return nil }
    return try type(from: argument)
  }

  private func makeCompoundExpression(
    _ member: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLExpression? {
    switch member {
    case "and_", "or_":
      var parts: [SQLExpression] = []
      for argument in arguments.rest() { parts.append(try argument.condition()) }
      guard !parts.isEmpty else {
        throw arguments.refuse(.unsupported("'\(member)' of nothing is not evaluated"))
      }
      return member == "and_" ? .conjunction(parts) : .disjunction(parts)
    case "not_":
      let clause = try arguments.require("clause", 0)
      return try clause.condition().negated(at: clause.range)
    case "desc", "asc":
      let operand = try arguments.require("column", 0).columnOrExpression()
      return .ordered(operand, member.uppercased())
    case "nulls_first", "nullsfirst", "nulls_last", "nullslast":
      let operand = try arguments.require("column", 0).columnOrExpression()
      return .ordered(operand, member.hasSuffix("first") ? "NULLS FIRST" : "NULLS LAST")
    case "cast":
      let type = try self.type(from: try arguments.require("type_", 1))
      let operand = try arguments.require("expression", 0)
      if case .expression(let expression)? = operand.object { return .cast(expression, type) }
      return .cast(.literal(try operand.sqlLiteral(), type), type)
    default: return nil
    }
  }

  private func functionCall(
    _ path: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLExpression {
    let parts = path.utf8.split(separator: UInt8(ascii: ".")).map {
      String(decoding: $0, as: UTF8.self)
    }
    var operands: [SQLExpression] = []
    for argument in arguments.rest() { operands.append(try argument.functionArgument()) }
    guard parts.count == 1, let name = parts.first?.lowercased() else {
      return .call(parts, operands)
    }
    let plain = [
      "current_date", "current_time", "current_timestamp", "current_user", "localtime",
      "localtimestamp", "session_user", "user",
    ]
    if plain.contains(name) {
      guard operands.isEmpty else {
        throw arguments.refuse(.unsupported("arguments of '\(path)' are not evaluated"))
      }
      return .verbatim(name.uppercased())
    }
    // Functions that SQLAlchemy writes in a way of their own.
    let special = [
      "cast", "extract", "count", "next_value", "aggregate_strings", "array", "cube", "rollup",
      "grouping_sets", "percentile_cont", "percentile_disc", "mode", "to_tsvector", "to_tsquery",
      "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery", "ts_headline",
    ]
    guard !special.contains(name) else {
      throw arguments.refuse(.unsupported("'func.\(path)' is not evaluated"))
    }
    return .call(parts, operands)
  }

  private func parameter(
    _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLAlchemyObject {
    let name = try arguments.string("key", 0)
    let value = try arguments.require("value", 1)
    let type = arguments.take("type_", 2)
    if try arguments.flag("expanding") {
      var literals: [SQLLiteral] = []
      for element in try value.elements() { literals.append(try element.sqlLiteral()) }
      return .parameter(name, .expanding(literals))
    }
    return .parameter(name, .single(try value.sqlLiteral(), try optionalType(type)))
  }

  func callExpressionMethod(
    _ name: String, of expression: SQLExpression, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLExpression? {
    switch name {
    case "desc", "asc": return .ordered(expression, name.uppercased())
    case "nulls_first", "nullsfirst": return .ordered(expression, "NULLS FIRST")
    case "nulls_last", "nullslast": return .ordered(expression, "NULLS LAST")
    case "bindparams": return try bound(expression, &arguments)
    case "is_", "is_not", "isnot":
      let operand = try arguments.require("other", 0).operand(for: expression)
      return .binary(expression, .named(name == "is_" ? "IS" : "IS NOT"), operand)
    case "in_", "not_in", "notin_":
      var items: [SQLExpression] = []
      for item in try arguments.require("other", 0).elements() {
        items.append(try item.operand(for: expression))
      }
      guard !items.isEmpty else {
        throw arguments.refuse(.unsupported("'IN' of nothing is not evaluated"))
      }
      return .binary(expression, .named(name == "in_" ? "IN" : "NOT IN"), .list(items))
    case "like", "ilike":
      let pattern = try arguments.require("other", 0).operand(for: expression)
      return .binary(expression, .named(name.uppercased()), pattern)
    case "between":
      let low = try arguments.require("cleft", 0).operand(for: expression)
      let high = try arguments.require("cright", 1).operand(for: expression)
      return .between(expression, low, high, isNegated: false)
    default: return nil
    }
  }

  /// `text.bindparams(…)`.
  private func bound(
    _ expression: SQLExpression, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> SQLExpression? {
    guard case .text(var template) = expression else { return nil }
    let names = template.names
    for argument in arguments.rest() {
      guard case .parameter(let name, let value)? = argument.object else {
        throw argument.wrong("a bindparam()")
      }
      template.values[name] = value
    }
    for (name, argument) in arguments.restOfKeywords() {
      template.values[name] = .single(try argument.sqlLiteral(), nil)
    }
    for name in template.values.keys where !names.contains(name) {
      throw arguments.refuse(.invalid("the text has no ':\(name)'"))
    }
    return .text(template)
  }
}

extension PythonArgument {
  /// A column by name, or an expression.
  package func columnOrExpression() throws(EvaluationFailure) -> SQLExpression {
    if let text = value.text { return .column(text, of: nil, .unsaid) }
    if case .expression(let expression)? = object { return expression }
    throw wrong("a column or an SQL expression")
  }

  /// SQL as text, or an expression.
  package func sqlExpression() throws(EvaluationFailure) -> SQLExpression {
    if let text = value.text { return .text(SQLTemplate(text)) }
    if case .expression(let expression)? = object { return expression }
    throw wrong("an SQL expression")
  }

  /// A part of `and_` or `or_`; SQLAlchemy drops `true` and `false` there, so they are refused.
  func condition() throws(EvaluationFailure) -> SQLExpression {
    guard case .expression(let expression)? = object else { throw wrong("a condition") }
    if case .verbatim("true") = expression { throw wrong("a condition that is not constant") }
    if case .verbatim("false") = expression { throw wrong("a condition that is not constant") }
    return expression
  }

  /// What stands right of an operator.
  func operand(for left: SQLExpression) throws(EvaluationFailure) -> SQLExpression {
    if case .expression(let expression)? = object { return expression }
    switch value {
    case .none: return .null
    case .boolean(let flag): return .verbatim(flag ? "true" : "false")
    default:
      guard case .column(_, _, let type) = left, type.kind != .unsaid else {
        return .literal(try sqlLiteral(), nil)
      }
      return .literal(try sqlLiteral(), type)
    }
  }

  func functionArgument() throws(EvaluationFailure) -> SQLExpression {
    if case .expression(let expression)? = object { return expression }
    return isNone ? .null : .literal(try sqlLiteral(), nil)
  }
}
