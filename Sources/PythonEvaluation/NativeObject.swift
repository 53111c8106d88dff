package import PythonSyntax

/// An object of a library: it knows itself what can be done with it.
///
/// Each answer may be nil, which means that the object has no such thing as far as anybody knows here.
package protocol NativeObject {
  /// What it is, for messages: `a column`.
  var kindName: String { get }
  /// What it is as an attribute of a class of the project; nil for the object itself.
  var asClassMember: PythonValue? { get }
  /// How many parts it has; nil when it has too many to go on with.
  var size: Int? { get }
  /// What makes two of them the same key of a dict.
  var hashKey: HashKey? { get }
  /// Whether it counts as true; nil for what refuses to be a condition.
  var truth: Bool? { get }
  /// What `str()` makes of it.
  var text: String? { get }
  /// Whether it is an instance of a class; nil when that is not known.
  func isInstance(of path: String) -> Bool?

  func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue?

  /// `object.name = value`; false when that is not understood.
  func setAttribute(
    _ name: String, to value: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool

  /// `object(…)`, or `object.method(…)`.
  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue?

  func element(
    at index: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue?

  /// `object[key] = value`; false when that is not understood.
  func setElement(
    at key: PythonValue, to value: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool

  func elements(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> [PythonValue]?

  func evaluate(
    _ operation: UnaryOperator, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue?

  /// `self operation other`, or the other way round when it is reflected.
  func combine(
    _ operation: BinaryOperator, _ other: PythonValue, isReflected: Bool, _ evaluator: Evaluator,
    at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue?

  func compare(
    _ operation: ComparisonOperator, _ other: PythonValue, isReflected: Bool,
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue?

  /// Begins a `with` block; nil when it is no context manager.
  func enter(_ evaluator: Evaluator, at range: Range<Int>) throws(EvaluationFailure) -> PythonValue?

  func leave(_ evaluator: Evaluator, at range: Range<Int>) throws(EvaluationFailure)
}

extension NativeObject {
  package var asClassMember: PythonValue? { nil }
  package var size: Int? { 1 }
  package var hashKey: HashKey? { nil }
  package var truth: Bool? { true }
  package var text: String? { nil }
  package func isInstance(of path: String) -> Bool? { nil }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? { nil }

  package func setAttribute(
    _ name: String, to value: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool { false }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? { nil }

  package func element(
    at index: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? { nil }

  package func setElement(
    at key: PythonValue, to value: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool { false }

  package func elements(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> [PythonValue]? { nil }

  package func evaluate(
    _ operation: UnaryOperator, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? { nil }

  package func combine(
    _ operation: BinaryOperator, _ other: PythonValue, isReflected: Bool, _ evaluator: Evaluator,
    at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? { nil }

  package func compare(
    _ operation: ComparisonOperator, _ other: PythonValue, isReflected: Bool,
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? { nil }

  package func enter(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? { nil }

  package func leave(_ evaluator: Evaluator, at range: Range<Int>) throws(EvaluationFailure) {}
}
