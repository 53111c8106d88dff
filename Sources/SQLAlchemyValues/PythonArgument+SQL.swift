package import PostgresDDL
package import PythonEvaluation
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

  package func sqlLiteral() throws(EvaluationFailure) -> SQLLiteral {
    switch value {
    case .none: return .null
    case .boolean(let flag): return .boolean(flag)
    case .integer(let integer): return .integer("\(integer)")
    case .bigInteger(let digits): return .integer(digits)
    case .float(let number) where number.isFinite: return .number(number.pythonText)
    case .string(let string): return .string(string.text)
    case .bytes(let bytes): return .bytes(bytes)
    case .list(let list) where list.taint == nil:
      var literals: [SQLLiteral] = []
      for value in list.items { literals.append(try PythonArgument(value, at: range).sqlLiteral()) }
      return .array(literals)
    case .native(let object):
      switch object {
      case let date as TemporalValue: return .temporal(date.literal)
      case let decimal as DecimalValue: return .number(decimal.digits)
      case let uuid as UUIDValue: return .uuid(uuid.canonical)
      default: break
      }
    default: break
    }
    throw wrong("a literal value")
  }
}
