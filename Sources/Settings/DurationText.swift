/// Durations as settings write them: `500ms`, `3s`, `5min`, `1h`.
package enum DurationText {
  package static let hint =
    "write a number with ms, s, min or h, such as \"3s\"; \"0s\" is no limit"
  package static let hintOnLength = "PostgreSQL takes no more than \"596h\"; \"0s\" is no limit"
  /// PostgreSQL keeps its timeouts as milliseconds in 32 bits.
  private static let longest: Int64 = .init(Int32.max)

  /// The duration; nil when the text is none, has no unit or is too long for PostgreSQL.
  package static func read(_ text: String) -> Duration? {
    milliseconds(text).flatMap { $0 > longest ? nil : .milliseconds($0) }
  }

  /// Whether the text is a duration that PostgreSQL has no room for.
  package static func isTooLong(_ text: String) -> Bool {
    milliseconds(text).map { $0 > longest } ?? false
  }

  /// As many as there can be where there are more.
  private static func milliseconds(_ text: String) -> Int64? {
    let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !digits.isEmpty else { return nil }
    let number = Int64(String(decoding: digits, as: UTF8.self)) ?? .max
    let factor: Int64
    switch String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self) {
    case "ms": factor = 1
    case "s": factor = 1000
    case "min": factor = 60_000
    case "h": factor = 3_600_000
    default: return nil
    }
    let (milliseconds, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? .max : milliseconds
  }
}
