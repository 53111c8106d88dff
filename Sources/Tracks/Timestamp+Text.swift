package import Revisions

extension Timestamp {
  /// `20240131235959`; nil when that is no date and time.
  package init?(digits: String) {
    var parser = DigitParser(Array(digits.utf8)[...])
    guard let year = parser.number(4), let month = parser.number(2), let day = parser.number(2),
      let hour = parser.number(2), let minute = parser.number(2), let second = parser.number(2),
      parser.isAtEnd
    else { return nil }
    self.init(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }

  /// `2024-01-31 23:59:59`, then perhaps `.123456` and a zone: `Z`, `+02:00`, `+0200`.
  init?(text: ArraySlice<UInt8>) {
    var parser = DigitParser(text)
    guard let year = parser.number(4), parser.skip("-"), let month = parser.number(2),
      parser.skip("-"), let day = parser.number(2), parser.skip(" ") || parser.skip("T"),
      let hour = parser.number(2), parser.skip(":"), let minute = parser.number(2),
      parser.skip(":"), let second = parser.number(2)
    else { return nil }
    let fraction = parser.skip(".") ? parser.microseconds() : 0
    guard let fraction, let zone = parser.zone(), parser.isAtEnd,
      let local = Timestamp(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second,
        microsecond: fraction)
    else { return nil }
    self.init(microseconds: local.microseconds - Int64(zone) * 1_000_000)
  }
}

/// Reads numbers of fixed width.
private struct DigitParser {
  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) { rest = text }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number(_ width: Int) -> Int? {
    let digits = rest.prefix(width)
    guard digits.count == width, digits.allSatisfy(\.isDigit) else { return nil }
    rest = rest.dropFirst(width)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// The digits behind a point; more than six are cut off.
  mutating func microseconds() -> Int? {
    let digits = rest.prefix { $0.isDigit }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    let six =
      Array(digits.prefix(6)) + Array(repeating: UInt8(ascii: "0"), count: max(0, 6 - digits.count))
    return six.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// Seconds east of Greenwich; 0 when no zone is written.
  mutating func zone() -> Int? {
    if isAtEnd || skip("Z") { return 0 }
    let sign = skip("-") ? -1 : 1
    guard sign < 0 || skip("+"), let hours = number(2) else { return nil }
    _ = skip(":")
    guard let minutes = isAtEnd ? 0 : number(2) else { return nil }
    let seconds = skip(":") ? number(2) : 0
    guard let seconds else { return nil }
    return sign * ((hours * 60 + minutes) * 60 + seconds)
  }
}
