import Diagnostics
import PostgresDDL

/// A refusal with its place in the file.
struct EvaluationFailure: Error {
  let refusal: Refusal
  let range: Range<Int>
  /// What someone else found, such as a syntax error in a function's body.
  private var found: Diagnostic?

  init(_ refusal: Refusal, at range: Range<Int>) {
    self.refusal = refusal
    self.range = range
  }

  init(_ found: Diagnostic) {
    self.init(.unsupported(found.message), at: 0..<0)
    self.found = found
  }

  func diagnostic(in file: SourceFile) -> Diagnostic {
    found
      ?? Diagnostic(
        .error, refusal.code.rawValue, refusal.message, in: file, at: range, hint: refusal.hint)
  }
}

/// Runs what refuses without knowing where.
func located<Value>(
  at range: Range<Int>, _ body: () throws(Refusal) -> Value
) throws(EvaluationFailure) -> Value {
  do { return try body() } catch { throw EvaluationFailure(error, at: range) }
}
