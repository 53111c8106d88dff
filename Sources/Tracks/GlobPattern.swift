/// One part of a path pattern, as Go's `path.Match` reads it: `*`, `?`, `[a-z]`, `[^a]` and `\`.
struct GlobPattern: Sendable {
  private enum Piece: Sendable {
    case anything
    case one
    case scalar(Unicode.Scalar)
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  private let pieces: [Piece]

  /// Nil when a bracket or a backslash is left open.
  init?(_ text: Substring) {
    var scalars = text.unicodeScalars[...]
    var pieces: [Piece] = []
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "*": pieces.append(.anything)
      case "?": pieces.append(.one)
      case "[":
        guard let set = Self.set(&scalars) else { return nil }
        pieces.append(set)
      case "\\":
        guard let escaped = scalars.popFirst() else { return nil }
        pieces.append(.scalar(escaped))
      default: pieces.append(.scalar(scalar))
      }
    }
    self.pieces = pieces
  }

  /// The text that is meant, when there is only one.
  var literal: String? {
    var result = String.UnicodeScalarView()
    for piece in pieces {
      guard case .scalar(let scalar) = piece else { return nil }
      result.append(scalar)
    }
    return String(result)
  }

  /// Whether a whole name matches; the last star alone is gone back to, so this is never slow.
  func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    var (index, piece) = (0, 0)
    var star: (piece: Int, index: Int)?
    while index < scalars.count {
      if piece < pieces.count, case .anything = pieces[piece] {
        star = (piece, index)
        piece += 1
      } else if piece < pieces.count, accepts(pieces[piece], scalars[index]) {
        index += 1
        piece += 1
      } else if let last = star {
        star = (last.piece, last.index + 1)
        index = last.index + 1
        piece = last.piece + 1
      } else {
        return false
      }
    }
    return pieces[piece...].allSatisfy { if case .anything = $0 { true } else { false } }
  }

  private func accepts(_ piece: Piece, _ scalar: Unicode.Scalar) -> Bool {
    switch piece {
    case .anything, .one: true
    case .scalar(let wanted): wanted == scalar
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }

  private static func set(_ scalars: inout Substring.UnicodeScalarView.SubSequence) -> Piece? {
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    let isNegated = scalars.first == "^"
    if isNegated { scalars.removeFirst() }
    while true {
      if scalars.first == "]" && !ranges.isEmpty {
        scalars.removeFirst()
        return .set(ranges, isNegated: isNegated)
      }
      guard let low = member(&scalars) else { return nil }
      var high = low
      if scalars.first == "-" {
        scalars.removeFirst()
        guard let end = member(&scalars) else { return nil }
        high = end
      }
      if low <= high { ranges.append(low...high) }
    }
  }

  private static func member(
    _ scalars: inout Substring.UnicodeScalarView.SubSequence
  ) -> Unicode.Scalar? {
    guard let scalar = scalars.popFirst(), scalar != "]", scalar != "-" else { return nil }
    return scalar == "\\" ? scalars.popFirst() : scalar
  }
}
