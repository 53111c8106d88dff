import PostgresDDL
package import PythonEvaluation
import SQLAlchemyCore
package import SQLExpressions
import StandardLibrary

extension CallArguments {
  package mutating func optionalName(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> ObjectName? {
    guard let argument = take(name, position), !argument.isNone else { return nil }
    return try argument.name()
  }

  /// A schema; an empty one counts as none, as in SQLAlchemy.
  package mutating func optionalSchema(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> String? {
    guard let schema = try optionalString(name, position), !schema.isEmpty else { return nil }
    return schema
  }

  /// Text that becomes SQL as it is: a word or two, no punctuation.
  package mutating func optionalPhrase(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> String? {
    guard let argument = take(name, position), !argument.isNone else { return nil }
    return try argument.phrase()
  }

  /// What SQLAlchemy only uses where it is true: nil when absent, None or empty.
  package mutating func nonEmptyString(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> String? {
    try optionalString(name, position).flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension PythonArgument {
  package func name() throws(EvaluationFailure) -> ObjectName {
    let string = try pythonString()
    return ObjectName(string.text, isShortened: string.mark == PythonString.finalName)
  }

  /// SQLAlchemy's `validate_sql_phrase`: words, and for `ON DELETE SET NULL (a)` a list of columns.
  package func phrase() throws(EvaluationFailure) -> String {
    let text = try string()
    let isPlain = text.utf8.allSatisfy {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "(")
        || $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: ",")
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    guard isPlain, !text.isEmpty else { throw refuse(.unsupported("'\(text)' as words of SQL")) }
    return text
  }

  /// A number or a word, as `WITH (name = value)` takes it.
  func plainText() throws(EvaluationFailure) -> String {
    switch value {
    case .integer(let number): return "\(number)"
    case .float(let number): return number.pythonText
    default: return try string()
    }
  }

  /// A column by name, or an expression.
  package func columnOrExpression() throws(EvaluationFailure) -> SQLElement {
    if let text = value.text { return .column(text) }
    return try sqlElement()
  }

  /// SQL as text, or an expression.
  package func sqlExpression() throws(EvaluationFailure) -> SQLElement {
    if let text = value.text { return SQLElement(.text(SQLTemplate(text))) }
    return try sqlElement()
  }

  /// An operator, which SQLAlchemy prints as it would print any object.
  func operatorText() throws(EvaluationFailure) -> String {
    if case .element(let element)? = coreObject, case .text(let template) = element.node,
      template.names.isEmpty
    {
      do { return try template.sql() } catch { throw EvaluationFailure(error, at: range) }
    }
    return try string()
  }

  private func sqlElement() throws(EvaluationFailure) -> SQLElement {
    switch coreObject {
    case .element(let element)?, .parameter(_, let element, _)?: return element
    default: break
    }
    if case .schemaItem(.column(let column))? = object { return try column.element(at: range) }
    throw wrong("an SQL expression")
  }
}
