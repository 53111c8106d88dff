/// Why something cannot become SQL, without a place: whoever knows the place makes a diagnostic of it.
package struct Refusal: Error, Hashable {
  package enum Code: String {
    /// Python that is outside of what is evaluated.
    case unsupported = "unsupported-construct"
    /// A value that only running the revision could tell.
    case unknownValue = "unknown-value"
    /// An operation that Alembic or PostgreSQL would refuse as well.
    case invalid = "invalid-operation"
    /// A revision that would take too long or too much memory to evaluate.
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

  package static func unsupported(_ message: String) -> Refusal {
    Refusal(.unsupported, message, hint: waysOut)
  }

  package static func unknown(_ message: String) -> Refusal {
    Refusal(.unknownValue, message, hint: waysOut)
  }

  package static func invalid(_ message: String, hint: String? = nil) -> Refusal {
    Refusal(.invalid, message, hint: hint)
  }

  package static let waysOut =
    "write it with op.execute(\"…\") or with plain operations and literal values"
}
