package import PythonEvaluation

/// `datetime.timedelta(…)`.
package struct DurationValue: NativeObject {
  /// As `total_seconds()` gives it.
  package let seconds: Double
  package var kindName: String { "a timedelta" }
  package var hashKey: HashKey? { .native("timedelta:\(seconds.pythonText)") }

  package var text: String? {
    let (days, rest) = Int(seconds).quotientAndRemainder(flooringBy: 86_400)
    let digits = [rest / 60 % 60, rest % 60].map { ($0 < 10 ? ":0" : ":") + String($0) }
    let clock = String(rest / 3_600) + digits.joined()
    return days == 0 ? clock : "\(days) day\(abs(days) == 1 ? "" : "s"), \(clock)"
  }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    guard method == "total_seconds" else { return nil }
    try arguments.finish()
    return .float(seconds)
  }
}

extension StandardLibrary {
  /// `datetime.timedelta(…)` of whole numbers, and `datetime.time(…)`.
  func makeDuration(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "datetime.timedelta":
      let units: [(name: String, seconds: Int)] = [
        ("days", 86_400), ("seconds", 1), ("microseconds", 0), ("milliseconds", 0),
        ("minutes", 60), ("hours", 3_600), ("weeks", 604_800),
      ]
      var seconds = 0
      for (position, unit) in units.enumerated() {
        guard let number = try arguments.optionalInteger(unit.name, position) else { continue }
        let (product, isTooLarge) = number.multipliedReportingOverflow(by: unit.seconds)
        guard !isTooLarge, abs(product) < 1 << 48, unit.seconds > 0 || number == 0 else {
          throw arguments.refuse(.unsupported("this timedelta is not evaluated"))
        }
        seconds += product
      }
      return .native(DurationValue(seconds: Double(seconds)))
    case "datetime.time":
      var numbers: [Int] = []
      for (position, name) in ["hour", "minute", "second"].enumerated() {
        let number = try arguments.optionalInteger(name, position) ?? 0
        guard (0...(position == 0 ? 23 : 59)).contains(number) else {
          throw arguments.refuse(.invalid("\(number) is no \(name)"))
        }
        numbers.append(number)
      }
      let texts = numbers.map { ($0 < 10 ? "0" : "") + String($0) }
      return .native(TemporalValue(literal: texts.joined(separator: ":")))
    default: return nil
    }
  }
}

extension Int {
  /// Python's `divmod`: the remainder has the divisor's sign.
  fileprivate func quotientAndRemainder(flooringBy divisor: Int) -> (Int, Int) {
    let rest = self % divisor
    return rest < 0 ? (self / divisor - 1, rest + divisor) : (self / divisor, rest)
  }
}
