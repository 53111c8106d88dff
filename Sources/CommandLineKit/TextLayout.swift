/// How many columns of a terminal a text takes; escape sequences for styles take none.
package func displayWidth(_ text: String) -> Int {
  let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  if isPlain { return text.utf8.count }
  var width = 0
  var isInEscape = false
  for scalar in text.unicodeScalars {
    if isInEscape {
      isInEscape = scalar != "m"
    } else if scalar == "\u{1B}" {
      isInEscape = true
    } else {
      width += columns(of: scalar)
    }
  }
  return width
}

private func columns(of scalar: Unicode.Scalar) -> Int {
  if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F ? 1 : 0 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: break
  }
  switch scalar.value {
  // East Asian wide and full-width forms, and pictographs.
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F6FF, 0x1F900...0x1F9FF,
    0x20000...0x3FFFD:
    return 2
  default: return 1
  }
}

/// Breaks a text at blanks into lines of at most `width` columns; a longer word gets its own line.
package func wrapped(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
    let size = displayWidth(String(word))
    if used > 0, used + 1 + size > width {
      lines.append(line)
      line = ""
      used = 0
    }
    if used > 0 {
      line += " "
      used += 1
    }
    line += word
    used += size
  }
  if used > 0 { lines.append(line) }
  return lines
}

/// Rows of cells in aligned columns, for terminal text.
package struct TextTable: Sendable, Hashable {
  package enum Alignment: Sendable, Hashable {
    case left
    case right
  }

  /// A text with its style; widths are counted without the style.
  package struct Cell: Sendable, Hashable, ExpressibleByStringLiteral {
    package let text: String
    package let style: Style

    package init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }

    package init(stringLiteral value: String) { self.init(value) }
  }

  package var rows: [[Cell]]
  /// Columns that are not named here are aligned left.
  package let alignments: [Alignment]

  package init(rows: [[Cell]] = [], alignments: [Alignment] = []) {
    self.rows = rows
    self.alignments = alignments
  }

  /// The lines, two blanks between columns, without blanks at the end.
  package func lines(indent: Int = 0, painter: Painter = .plain) -> [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], displayWidth(cell.text))
      }
    }
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      var pending = 0
      for (column, cell) in row.enumerated() {
        let free = widths[column] - displayWidth(cell.text)
        let isRight = column < alignments.count && alignments[column] == .right
        pending += isRight ? free : 0
        if !cell.text.isEmpty {
          line += String(repeating: " ", count: pending) + painter.paint(cell.text, cell.style)
          pending = 0
        }
        pending += (isRight ? 0 : free) + 2
      }
      return line.allSatisfy { $0 == " " } ? "" : line
    }
  }
}
