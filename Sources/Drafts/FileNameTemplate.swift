import Diagnostics

/// `file_template`: how Alembic names new files, with Python's `%(name)s`.
struct FileNameTemplate {
  private let template: String

  init(_ template: String) { self.template = template }

  func expanded(id: String, slug: String, clock: LocalTime) throws(Diagnostic) -> String {
    let texts = ["rev": id, "slug": slug]
    let numbers = [
      "epoch": clock.epoch, "year": clock.year, "month": clock.month, "day": clock.day,
      "hour": clock.hour, "minute": clock.minute, "second": clock.second,
    ]
    var result = ""
    var rest = template[...]
    while let percent = rest.firstIndex(of: "%") {
      result += rest[..<percent]
      rest = rest[percent...].dropFirst()
      if rest.first == "%" {
        result += "%"
        rest = rest.dropFirst()
        continue
      }
      guard rest.first == "(", let close = rest.firstIndex(of: ")") else { throw failure }
      let name = String(rest[..<close].dropFirst())
      rest = rest[close...].dropFirst()
      guard let kind = rest.firstIndex(where: { $0 == "s" || $0 == "d" || $0 == "i" }) else {
        throw failure
      }
      let format = rest[..<kind]
      rest = rest[kind...].dropFirst()
      if let text = texts[name], format.isEmpty {
        result += text
      } else if let number = numbers[name], let width = Self.width(format) {
        let digits = String(number)
        result += String(repeating: "0", count: max(0, width - digits.count)) + digits
      } else {
        throw failure
      }
    }
    return result + rest
  }

  /// The digits that `02` or `.2` ask for; nil for another format.
  private static func width(_ format: Substring) -> Int? {
    if format.isEmpty { return 0 }
    guard format.first == "0" || format.first == "." else { return nil }
    return Int(format.dropFirst())
  }

  private var failure: Diagnostic {
    Diagnostic(
      .error, "bad-setting", "file_template '\(template)' cannot be filled in",
      hint: "it may name rev, slug, epoch, year, month, day, hour, minute and second, "
        + "as in %(year)d_%(month).2d_%(rev)s")
  }
}
