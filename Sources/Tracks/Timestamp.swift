/// Dates and times as microseconds since 1970 in UTC, without a calendar library.
enum Timestamp {
  /// `20240131235959`; nil when that is no date and time.
  static func microseconds(digits: String) -> Int64? {
    var parser = DigitParser(Array(digits.utf8)[...])
    guard let year = parser.number(4), let month = parser.number(2), let day = parser.number(2),
      let hour = parser.number(2), let minute = parser.number(2), let second = parser.number(2),
      parser.isAtEnd
    else { return nil }
    return microseconds(year, month, day, hour, minute, second)
  }

  /// `2024-01-31 23:59:59`, then perhaps `.123456` and a zone: `Z`, `+02:00`, `+0200`.
  static func microseconds(text: ArraySlice<UInt8>) -> Int64? {
    var parser = DigitParser(text)
    guard let year = parser.number(4), parser.skip("-"), let month = parser.number(2),
      parser.skip("-"), let day = parser.number(2), parser.skip(" ") || parser.skip("T"),
      let hour = parser.number(2), parser.skip(":"), let minute = parser.number(2),
      parser.skip(":"), let second = parser.number(2),
      let whole = microseconds(year, month, day, hour, minute, second)
    else { return nil }
    let fraction = parser.skip(".") ? parser.fraction() : 0
    guard let fraction, let zone = parser.zone(), parser.isAtEnd else { return nil }
    return whole + fraction - zone * 1_000_000
  }

  private static func microseconds(
    _ year: Int64, _ month: Int64, _ day: Int64, _ hour: Int64, _ minute: Int64, _ second: Int64
  ) -> Int64? {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(month), (1...lengths[Int(month) - 1]).contains(day), hour < 24,
      minute < 60, second < 60
    else { return nil }
    let before = year - 1
    let days =
      before * 365 + before / 4 - before / 100 + before / 400
      + lengths.prefix(Int(month) - 1).reduce(0, +) + day - 1 - 719_162
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000
  }
}

/// Reads numbers of fixed width.
private struct DigitParser {
  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) { rest = text }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number(_ width: Int) -> Int64? {
    let digits = rest.prefix(width)
    guard digits.count == width, digits.allSatisfy(\.isDigit) else { return nil }
    rest = rest.dropFirst(width)
    return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The digits behind a point as microseconds; more than six are cut off.
  mutating func fraction() -> Int64? {
    let digits = rest.prefix { $0.isDigit }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    let six =
      Array(digits.prefix(6)) + Array(repeating: UInt8(ascii: "0"), count: max(0, 6 - digits.count))
    return six.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  /// Seconds east of Greenwich; 0 when no zone is written.
  mutating func zone() -> Int64? {
    if isAtEnd || skip("Z") { return 0 }
    let sign: Int64 = skip("-") ? -1 : 1
    guard sign < 0 || skip("+"), let hours = number(2) else { return nil }
    _ = skip(":")
    guard let minutes = isAtEnd ? 0 : number(2) else { return nil }
    let seconds = skip(":") ? number(2) : 0
    guard let seconds else { return nil }
    return sign * ((hours * 60 + minutes) * 60 + seconds)
  }
}
