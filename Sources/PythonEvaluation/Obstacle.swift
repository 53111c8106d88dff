/// Why something cannot be told without running Python; whoever knows the place makes a failure of it.
package struct Obstacle: Hashable, Sendable {
  package enum Code: String, Sendable {
    /// Python that is outside of what is evaluated.
    case unsupported = "unsupported-construct"
    /// A value that only running the file could tell.
    case unknownValue = "unknown-value"
    /// A value that comes out of a database.
    case needsData = "needs-live-data"
    /// What Python or a library would refuse as well.
    case invalid = "invalid-operation"
    /// An exception that nobody handles.
    case raises = "revision-raises"
    /// What would take too long or too much memory to evaluate.
    case limit = "evaluation-limit"
  }

  package let code: Code
  package let message: String
  package let hint: String?

  package init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  package static func unsupported(_ message: String) -> Obstacle {
    Obstacle(.unsupported, message)
  }

  package static func unknown(_ message: String) -> Obstacle { Obstacle(.unknownValue, message) }

  package static func needsData(_ message: String) -> Obstacle { Obstacle(.needsData, message) }

  package static func limit(_ message: String) -> Obstacle { Obstacle(.limit, message) }

  package static func invalid(_ message: String, hint: String? = nil) -> Obstacle {
    Obstacle(.invalid, message, hint: hint)
  }
}
