package import CommandLineKit
import Conninfo
package import Diagnostics
package import JSONText

/// Diagnostics as people and as programs read them.
package enum DiagnosticReport {
  /// The lines for one diagnostic: what, where, the line itself with a caret, and what to do.
  package static func lines(
    _ diagnostic: Diagnostic, painter: Painter = .plain
  ) -> [String] {
    let severity = painter.paint("\(diagnostic.severity.rawValue):", style(diagnostic.severity))
    let message = painter.paint(diagnostic.message, .bold)
    let code = painter.paint("[\(diagnostic.code)]", .dim)
    var lines = ["\(severity) \(message) \(code)"]
    if let location = diagnostic.location {
      lines.append("  \(painter.paint("-->", .blue)) \(location)")
      if let excerpt = diagnostic.excerpt { lines += self.lines(excerpt, location, painter) }
    }
    for related in diagnostic.related {
      lines.append("  \(painter.paint("note:", .cyan)) \(indented(related.message))")
      if let location = related.location {
        lines.append("    \(painter.paint("-->", .blue)) \(location)")
      }
    }
    if let hint = diagnostic.hint {
      lines.append("  \(painter.paint("hint:", .green)) \(indented(hint))")
    }
    return lines
  }

  /// The further lines of a text, such as a server's context, under the first.
  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
  }

  private static func lines(
    _ excerpt: SourceExcerpt, _ location: SourceLocation, _ painter: Painter
  ) -> [String] {
    let number = String(location.line)
    let margin = String(repeating: " ", count: number.count)
    let bar = painter.paint("|", .blue)
    let window = Window(excerpt)
    return [
      "\(margin) \(bar)", "\(painter.paint(number, .blue)) \(bar) \(window.line)",
      "\(margin) \(bar) \(painter.paint(window.underline, .red))",
    ]
  }

  private static func style(_ severity: Diagnostic.Severity) -> Style {
    switch severity {
    case .note: .cyan
    case .warning: .yellow
    case .error: .red
    }
  }

  /// A diagnostic as JSON, described in `docs/json.md`, without passwords that stand in a line of a file.
  package static func json(_ diagnostic: Diagnostic) -> JSON {
    let diagnostic = Redactor([]).redacted(diagnostic)
    return [
      "severity": .string(diagnostic.severity.rawValue),
      "code": .string(diagnostic.code),
      "message": .string(diagnostic.message),
      "location": diagnostic.location.map(json) ?? nil,
      "hint": JSON(diagnostic.hint),
      "related": .array(
        diagnostic.related.map { related in
          [
            "message": .string(related.message),
            "location": related.location.map(json) ?? nil,
          ]
        }),
    ]
  }

  /// A place as JSON: path, line and column.
  package static func json(_ location: SourceLocation) -> JSON {
    [
      "path": .string(location.path), "line": .integer(location.line),
      "column": .integer(location.column),
    ]
  }
}

/// The part of a long line that is shown, so that the caret stays in sight.
private struct Window {
  let line: String
  let underline: String

  private static let width = 160

  init(_ excerpt: SourceExcerpt) {
    let scalars = Array(excerpt.line.unicodeScalars)
    guard scalars.count > Self.width else {
      line = excerpt.line
      underline = excerpt.underline
      return
    }
    let start = max(0, min(excerpt.caret - Self.width / 2, scalars.count - Self.width))
    let shown = scalars[start..<min(scalars.count, start + Self.width)]
    let text = String(String.UnicodeScalarView(shown))
    line = (start > 0 ? "…" : "") + text
    let part = SourceExcerpt(
      line: text, caret: excerpt.caret - start,
      width: max(1, min(excerpt.width, shown.count - (excerpt.caret - start))))
    underline = (start > 0 ? " " : "") + part.underline
  }
}
