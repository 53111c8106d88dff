import Testing

@testable import Revisions

@Suite struct TimestampTests {
  static let cases: [(text: String, seconds: Int64)] = [
    ("1970-01-01 00:00:00", 0), ("2026-02-27 00:00:00", 1_772_150_400),
    ("2000-02-29 23:59:59", 951_868_799), ("1969-12-31 23:59:59", -1),
    ("2100-03-01 12:00:00", 4_107_585_600), ("0001-01-01 00:00:00", -62_135_596_800),
  ]

  @Test(arguments: cases) func `reads and prints`(_ testCase: (text: String, seconds: Int64)) throws
  {
    let numbers = testCase.text.split { "-: ".contains($0) }.compactMap { Int($0) }
    let time = try #require(
      Timestamp(
        year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3],
        minute: numbers[4], second: numbers[5]))
    #expect(time.microseconds == testCase.seconds * 1_000_000)
    #expect(time.description == testCase.text)
  }

  @Test func `every day comes after the one before it`() throws {
    var last = try #require(Timestamp(year: 1899, month: 12, day: 31))
    for day in 1...60_000 {
      let next = Timestamp(microseconds: last.microseconds + 86_400_000_000)
      let parts = next.description.split { "- ".contains($0) }.compactMap { Int($0) }
      #expect(
        Timestamp(year: parts[0], month: parts[1], day: parts[2]) == next, "day \(day)")
      last = next
    }
  }

  @Test func `there is no such day`() {
    #expect(Timestamp(year: 2026, month: 2, day: 29) == nil)
    #expect(Timestamp(year: 2026, month: 13, day: 1) == nil)
    #expect(Timestamp(year: 1900, month: 2, day: 29) == nil)
    #expect(Timestamp(year: 2026, month: 1, day: 1, hour: 24) == nil)
  }
}
