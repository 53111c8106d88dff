import Diagnostics
import Files
import Glibc
import Revisions

/// A moment as a clock on the wall shows it.
struct LocalTime {
  let epoch: Int
  let year: Int
  let month: Int
  let day: Int
  let hour: Int
  let minute: Int
  let second: Int
  /// As Alembic writes `Create Date`: with the offset where a zone is named.
  let text: String

  /// The moment in a zone, as `Europe/Zurich`, or in the machine's own where none is named.
  ///
  /// Source: Alembic's `ScriptDirectory._generate_create_date`.
  init(_ moment: Timestamp, zone: String?) throws(Diagnostic) {
    epoch = Int(moment.microseconds / 1_000_000)
    if let zone {
      let known =
        ["utc", "gmt"].contains(zone.lowercased())
        || FileSystem.isFile("/usr/share/zoneinfo/\(zone)")
      guard known else {
        throw Diagnostic(
          .error, "bad-setting", "timezone '\(zone)' is not known on this machine",
          hint: "write a name of the time zone database, such as Europe/Zurich or UTC")
      }
      setenv("TZ", zone, 1)
      tzset()
    }
    var seconds = time_t(epoch)
    var fields = tm()
    localtime_r(&seconds, &fields)
    year = Int(fields.tm_year) + 1900
    month = Int(fields.tm_mon) + 1
    day = Int(fields.tm_mday)
    hour = Int(fields.tm_hour)
    minute = Int(fields.tm_min)
    second = Int(fields.tm_sec)
    let local = Timestamp(microseconds: Int64(epoch + Int(fields.tm_gmtoff)) * 1_000_000)
    let fraction = Self.padded(Int(moment.microseconds % 1_000_000), 6)
    let offset = Int(fields.tm_gmtoff) / 60
    let sign = offset < 0 ? "-" : "+"
    let zoneText =
      "\(sign)\(Self.padded(abs(offset) / 60, 2)):\(Self.padded(abs(offset) % 60, 2))"
    text = "\(local).\(fraction)" + (zone == nil ? "" : zoneText)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
