import PostgresDDL
import PythonSyntax

extension Interpreter {
  /// Values of the standard library that have a literal form: dates, decimals, UUIDs.
  func makeLiteral(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "textwrap.dedent": return .string(try arguments.string("text", 0).dedented)
    case "datetime.date", "datetime.datetime":
      return .literal(.temporal(try dateText(isDate: name == "datetime.date", &arguments)))
    case "decimal.Decimal":
      let value = try arguments.require("value", 0)
      if case .integer(let integer) = value.value { return .number("\(integer)", isInteger: false) }
      let text = try value.string()
      let isPlain = text.utf8.allSatisfy {
        $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
      guard isPlain, text.utf8.first != UInt8(ascii: "."), text.utf8.last != UInt8(ascii: "."),
        text.utf8.filter({ $0 == UInt8(ascii: ".") }).count < 2
      else { throw value.refuse(.unsupported("this decimal is not evaluated")) }
      return .number(text, isInteger: false)
    case "uuid.UUID":
      if let number = try arguments.optionalInteger("int") {
        guard number >= 0 else { throw arguments.refuse(.invalid("a UUID below zero")) }
        let digits = String(number, radix: 16)
        let padded = Array(String(repeating: "0", count: 32 - digits.utf8.count) + digits)
        let parts = [
          padded[0..<8], padded[8..<12], padded[12..<16], padded[16..<20], padded[20...],
        ]
        return .literal(.uuid(parts.map { String($0) }.joined(separator: "-")))
      }
      let text = try arguments.require("hex", 0)
      guard UUIDText.isCanonical(try text.string()) else {
        throw text.refuse(.unsupported("this form of a UUID is not evaluated"))
      }
      return .literal(.uuid(try text.string()))
    default: return nil
    }
  }

  private func dateText(
    isDate: Bool, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> String {
    let names = ["year", "month", "day", "hour", "minute", "second", "microsecond"]
    let limits = [1...9999, 1...12, 1...31, 0...23, 0...59, 0...59, 0...999_999]
    var numbers: [Int] = []
    for (position, name) in names.prefix(isDate ? 3 : 7).enumerated() {
      let number =
        position < 3
        ? try arguments.require(name, position).integer()
        : try arguments.optionalInteger(name, position) ?? 0
      guard limits[position].contains(number) else {
        throw arguments.refuse(.invalid("\(number) is no \(name)"))
      }
      numbers.append(number)
    }
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    let date = "\(padded(numbers[0], 4))-\(padded(numbers[1], 2))-\(padded(numbers[2], 2))"
    if isDate { return date }
    let time = numbers[3...5].map { padded($0, 2) }.joined(separator: ":")
    return "\(date) \(time)" + (numbers[6] == 0 ? "" : ".\(padded(numbers[6], 6))")
  }

  /// Elements that `op.execute` takes: sequences, schemas, `DDL(…)`.
  func makeElement(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "sa.CreateSequence":
      let sequence = try sequence(try arguments.require("element", 0))
      let ifMissing = try arguments.flag("if_not_exists")
      return .element(
        .createSequence(
          sequence.name, sequence.options, type: sequence.type, ifMissing: ifMissing))
    case "sa.DropSequence":
      let sequence = try sequence(try arguments.require("element", 0))
      return .element(
        .dropSequence(sequence.name, ifExists: try arguments.flag("if_exists")))
    case "sa.CreateSchema":
      let schema = try arguments.string("name", 0)
      return .element(.createSchema(schema, ifNotExists: try arguments.flag("if_not_exists")))
    case "sa.DropSchema":
      let schema = try arguments.string("name", 0)
      let cascades = try arguments.flag("cascade", 1)
      return .element(
        .dropSchema(schema, ifExists: try arguments.flag("if_exists"), cascades: cascades))
    case "sa.DDL":
      let statement = try arguments.require("statement", 0)
      return .element(.execute(try Self.unescapedDDL(statement)))
    default: return nil
    }
  }

  private func sequence(_ argument: PythonArgument) throws(EvaluationFailure) -> SequenceValue {
    guard case .schemaItem(.sequence(let sequence)) = argument.value else {
      throw argument.wrong("a Sequence")
    }
    return sequence
  }

  /// `DDL` formats its text with `%`, so that a percent sign is written twice.
  private static func unescapedDDL(_ argument: PythonArgument) throws(EvaluationFailure) -> String {
    let bytes = Array(try argument.string().utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      result.append(bytes[index])
      if bytes[index] == UInt8(ascii: "%") {
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "%") else {
          throw argument.refuse(.unsupported("a '%' in DDL() that is not written '%%'"))
        }
        index += 1
      }
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}
