import Diagnostics
import Postgres
import Revisions
import SQLText

extension StepFailure {
  /// Where the row stands that the server refused, when the statement has rows and it says which.
  func rowLocation(of statement: SQLStatement) -> SourceLocation? {
    guard let rows = statement.rows, let line = cause.context.flatMap(Self.copiedLine) else {
      return nil
    }
    return rows.location(ofLine: line, in: step.source)
  }

  /// The number in `COPY note, line 3, column id: "x"`; the server may say `line` in any language.
  static func copiedLine(in context: String) -> Int? {
    guard
      let place = context.split(whereSeparator: \.isNewline).first(where: {
        $0.hasPrefix("COPY ")
      })
    else { return nil }
    for part in place.split(separator: ",").dropFirst() {
      let words = part.split(separator: " ")
      guard words.count >= 2 else { continue }
      if let number = Int(words[1].prefix(while: \.isNumber)), number > 0 { return number }
    }
    return nil
  }
}
