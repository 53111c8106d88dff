import Diagnostics

/// A refusal with its place in the file.
struct EvaluationFailure: Error {
  let refusal: Refusal
  let range: Range<Int>

  init(_ refusal: Refusal, at range: Range<Int>) {
    self.refusal = refusal
    self.range = range
  }

  func diagnostic(in file: SourceFile) -> Diagnostic {
    Diagnostic(
      .error, refusal.code.rawValue, refusal.message, in: file, at: range, hint: refusal.hint)
  }
}

/// Runs what refuses without knowing where.
func located<Value>(
  at range: Range<Int>, _ body: () throws(Refusal) -> Value
) throws(EvaluationFailure) -> Value {
  do { return try body() } catch { throw EvaluationFailure(error, at: range) }
}
