package import PythonEvaluation

/// A `date` or a `datetime` without a time zone, or a `time`.
package struct TemporalValue: NativeObject {
  /// As `str()` and SQL write it.
  package let literal: String
  package var kindName: String { "a date" }
  package var hashKey: HashKey? { .native("datetime:\(literal)") }
  package var text: String? { literal }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard method == "isoformat" else { return nil }
    try arguments.finish()
    return .string(literal.parts(between: " ").joined(separator: "T"))
  }
}

/// `datetime.timezone.utc`.
struct TimeZoneValue: NativeObject {
  var kindName: String { "a time zone" }
}

/// `decimal.Decimal("…")`, by its digits.
package struct DecimalValue: NativeObject {
  package let digits: String
  package var kindName: String { "a decimal" }
  package var hashKey: HashKey? { .native("decimal:\(digits)") }
  package var text: String? { digits }
}

/// `uuid.UUID("…")`, in its canonical form.
package struct UUIDValue: NativeObject {
  package let canonical: String
  package var kindName: String { "a UUID" }
  package var hashKey: HashKey? { .native("uuid:\(canonical)") }
  package var text: String? { canonical }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    name == "hex" ? .string(canonical.parts(between: "-").joined()) : nil
  }
}

extension StandardLibrary {
  /// Dates, decimals and UUIDs that do not depend on when or where they are made.
  func makeLiteral(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "datetime.date", "datetime.datetime":
      return .native(
        TemporalValue(literal: try dateText(isDate: name == "datetime.date", &arguments)))
    case "decimal.Decimal":
      let value = try arguments.require("value", 0)
      if case .integer(let integer) = value.value {
        return .native(DecimalValue(digits: "\(integer)"))
      }
      let text = try value.string()
      guard text.isPlainNumber, text.utf8.first != UInt8(ascii: "."),
        text.utf8.last != UInt8(ascii: "."), !text.dropFirst().contains("-"),
        text.utf8.filter({ $0 == UInt8(ascii: ".") }).count < 2
      else { throw value.refuse(.unsupported("this decimal is not evaluated")) }
      return .native(DecimalValue(digits: text))
    case "uuid.UUID": return try uuid(&arguments)
    default: return try makeDuration(name, &arguments)
    }
  }

  private func uuid(_ arguments: inout CallArguments) throws(EvaluationFailure) -> PythonValue? {
    if let number = try arguments.optionalInteger("int") {
      guard number >= 0 else { throw arguments.refuse(.invalid("a UUID below zero")) }
      let digits = String(number, radix: 16)
      return .native(
        UUIDValue(
          canonical: Self.grouped(String(repeating: "0", count: 32 - digits.utf8.count) + digits)))
    }
    let argument = try arguments.require("hex", 0)
    let digits = try argument.string().lowercased().parts(between: "-").joined()
    let isHex = digits.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    guard digits.utf8.count == 32, isHex else {
      throw argument.refuse(.unsupported("this form of a UUID is not evaluated"))
    }
    return .native(UUIDValue(canonical: Self.grouped(digits)))
  }

  private static func grouped(_ digits: String) -> String {
    let all = Array(digits)
    let parts = [all[0..<8], all[8..<12], all[12..<16], all[16..<20], all[20...]]
    return parts.map { String($0) }.joined(separator: "-")
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
    var zone = ""
    if let argument = arguments.take("tzinfo", 7), !argument.isNone {
      guard case .native(let object) = argument.value, object is TimeZoneValue else {
        throw argument.wrong("timezone.utc")
      }
      zone = "+00:00"
    }
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    let date = "\(padded(numbers[0], 4))-\(padded(numbers[1], 2))-\(padded(numbers[2], 2))"
    if isDate { return date }
    let time = numbers[3...5].map { padded($0, 2) }.joined(separator: ":")
    return "\(date) \(time)" + (numbers[6] == 0 ? "" : ".\(padded(numbers[6], 6))") + zone
  }
}
