package import Diagnostics

/// What ends an evaluation: an obstacle with its place, or an exception of Python on its way to a handler.
package struct EvaluationFailure: Error {
  package let obstacle: Obstacle
  package let range: Range<Int>
  /// The file of `range`; nil until the frame that it passes through first says so.
  package private(set) var file: SourceFile?
  /// Where an unknown value came from, when that is elsewhere.
  package let origin: SourceLocation?
  /// Whether it is an exception that `except` may catch; the evaluator holds its value.
  package let isRaised: Bool
  /// What someone else found, such as a syntax error in a function's body.
  private let found: Diagnostic?

  package init(_ obstacle: Obstacle, at range: Range<Int>, origin: SourceLocation? = nil) {
    self.init(obstacle, at: range, origin: origin, isRaised: false, found: nil)
  }

  package init(_ found: Diagnostic) {
    self.init(
      .unsupported(found.message), at: 0..<0, origin: nil, isRaised: false, found: found)
  }

  /// Something unknown was needed.
  package init(_ unknown: UnknownValue, at range: Range<Int>) {
    self.init(unknown.obstacle, at: range, origin: unknown.origin, isRaised: false, found: nil)
  }

  static func raised(_ message: String, at range: Range<Int>) -> EvaluationFailure {
    EvaluationFailure(
      Obstacle(.raises, message), at: range, origin: nil, isRaised: true, found: nil)
  }

  private init(
    _ obstacle: Obstacle, at range: Range<Int>, origin: SourceLocation?, isRaised: Bool,
    found: Diagnostic?
  ) {
    self.obstacle = obstacle
    self.range = range
    self.origin = origin
    self.isRaised = isRaised
    self.found = found
  }

  /// The same failure, in a file if it has none yet.
  func located(in file: SourceFile) -> EvaluationFailure {
    guard self.file == nil else { return self }
    var located = self
    located.file = file
    return located
  }

  /// The failure in words; `hint` is what helps against obstacles that have no hint of their own.
  package func diagnostic(in main: SourceFile, hint: String?) -> Diagnostic {
    if let found { return found }
    let file = file ?? main
    let ownHint: String? =
      switch obstacle.code {
      case .unsupported, .unknownValue, .limit, .needsData: obstacle.hint ?? hint
      case .invalid, .raises: obstacle.hint
      }
    var diagnostic = Diagnostic(
      .error, obstacle.code.rawValue, obstacle.message, in: file, at: range, hint: ownHint)
    if let origin, origin.line != diagnostic.location?.line || origin.path != file.path {
      diagnostic.related = [Diagnostic.Related("unknown because of this", at: origin)]
    }
    return diagnostic
  }
}

/// A value that cannot be known: a failure as soon as something needs it.
package final class UnknownValue {
  package let obstacle: Obstacle
  /// Where the value would have been made.
  package let origin: SourceLocation?
  /// Whether calling it can have no effect that matters: a method of a clock, a random text.
  package let isHarmless: Bool

  package init(_ obstacle: Obstacle, origin: SourceLocation? = nil, isHarmless: Bool = false) {
    self.obstacle = obstacle
    self.origin = origin
    self.isHarmless = isHarmless
  }

  /// The same, made at a place if that was not known.
  func located(at origin: @autoclosure () -> SourceLocation) -> UnknownValue {
    guard self.origin == nil else { return self }
    return UnknownValue(obstacle, origin: origin(), isHarmless: isHarmless)
  }
}
