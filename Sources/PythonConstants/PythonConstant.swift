/// A value that can be told without running Python.
package enum PythonConstant: Sendable {
  case none
  case boolean(Bool)
  case text(PlacedText)
  case list([PlacedText])
  /// A dict whose keys are texts.
  case dictionary([String: PythonConstant])

  package var text: String? { if case .text(let text) = self { text.text } else { nil } }
}

/// A string and where in the file that asks for it the value stands.
package struct PlacedText: Sendable {
  package let text: String
  package let range: Range<Int>

  package init(text: String, range: Range<Int>) {
    self.text = text
    self.range = range
  }
}

extension PythonConstant {
  /// The same value, used at another place.
  func moved(to range: Range<Int>) -> PythonConstant {
    switch self {
    case .none, .boolean, .dictionary: self
    case .text(let text): .text(PlacedText(text: text.text, range: range))
    case .list(let texts): .list(texts.map { PlacedText(text: $0.text, range: range) })
    }
  }
}
