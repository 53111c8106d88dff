package import Diagnostics
import SQLText

extension PlaceReason {
  /// The reason in words, to stand behind a step.
  package var words: String {
    switch self {
    case .first: "nothing comes before it"
    case .dependency(let dependency): dependency.words
    case .time(let time): "created \(Timestamp(microseconds: time))"
    case .track(let before): "follows \(before) in its track"
    case .noTime: "has no time of creation"
    }
  }
}

extension Dependency {
  package var words: String {
    switch reason {
    case .declared(let location): "after \(before), as \(location.path):\(location.line) says"
    case .needs(let object, _): "needs \(object.kind.rawValue) '\(object)', created by \(before)"
    }
  }
}

extension OrderCircle {
  /// The circle as a diagnostic: each arrow with its reason.
  package var diagnostic: Diagnostic {
    let names = arrows.map { $0.before.description } + [arrows.last?.after.description ?? ""]
    let places = arrows.compactMap { arrow -> SourceLocation? in
      guard case .dependency(let dependency) = arrow else { return nil }
      switch dependency.reason {
      case .declared(let location): return location
      case .needs(_, let location): return location
      }
    }
    return Diagnostic(
      .error, "order-circle",
      "the order of the tracks contradicts itself: \(names.joined(separator: " -> "))",
      at: places.first, hint: "take one of these dependencies away",
      related: arrows.map { arrow in
        switch arrow {
        case .track(let before, let after):
          Diagnostic.Related("\(after) follows \(before) in its track")
        case .dependency(let dependency):
          Diagnostic.Related("\(dependency.after): \(dependency.words)")
        }
      })
  }
}
