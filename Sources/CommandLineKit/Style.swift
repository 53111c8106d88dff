/// How a piece of text looks on a terminal.
package struct Style: Sendable, Hashable {
  /// The parameters of the escape sequence that switches it on.
  let codes: [Int]

  package static let plain = Style(codes: [])
  package static let bold = Style(codes: [1])
  package static let dim = Style(codes: [2])
  package static let underlined = Style(codes: [4])
  package static let red = Style(codes: [31])
  package static let green = Style(codes: [32])
  package static let yellow = Style(codes: [33])
  package static let blue = Style(codes: [34])
  package static let magenta = Style(codes: [35])
  package static let cyan = Style(codes: [36])

  /// Both styles at once.
  package static func + (a: Style, b: Style) -> Style { Style(codes: a.codes + b.codes) }
}

/// Renders styles for a terminal that shows them, or leaves them out.
package struct Painter: Sendable, Hashable {
  package let isColored: Bool

  package init(isColored: Bool) { self.isColored = isColored }

  package static let plain = Painter(isColored: false)

  package func paint(_ text: String, _ style: Style) -> String {
    guard isColored, !style.codes.isEmpty, !text.isEmpty else { return text }
    let codes = style.codes.map(String.init).joined(separator: ";")
    return "\u{1B}[\(codes)m\(text)\u{1B}[0m"
  }
}
