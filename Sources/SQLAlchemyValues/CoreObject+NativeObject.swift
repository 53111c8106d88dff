package import PythonEvaluation
package import PythonSyntax
package import SQLAlchemyCore
import SQLExpressions

/// SQLAlchemy's expressions, tables and statements answer to Python's operators by their own library.
extension CoreObject: NativeObject {
  package var kindName: String { words }

  /// Nobody writes a larger one; rendering takes time that grows with it.
  package var size: Int? { extent.count > 2_000 || extent.depth > 40 ? nil : extent.count }

  private var extent: Extent {
    switch self {
    case .element(let element), .parameter(_, let element, _), .operation(let element, _, _):
      element.extent
    case .source(let source), .columns(let source), .excluded(let source): source.extent
    case .query(let query): query.extent
    case .change(let change): change.extent
    case .values: Extent()
    }
  }

  package var hashKey: HashKey? {
    switch self {
    case .element(let element): .native("element:\(element.key)")
    case .source(let source): .native("source:\(ObjectIdentifier(source))")
    default: nil
    }
  }

  /// An SQL expression is no condition for Python.
  package var truth: Bool? { nil }

  package func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try SQLAlchemyReader(evaluator).core(at: range) { library throws(Refusal) in
      try library.attribute(name, of: self)
    }
  }

  package func element(
    at index: PythonValue, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    if let unknown = index.asUnknown { return .unknown(unknown) }
    let reader = SQLAlchemyReader(evaluator)
    let key = try reader.coreValue(PythonArgument(index, at: range))
    return try reader.core(at: range) { library throws(Refusal) in
      try library.item(.object(self), key)
    }
  }

  package func elements(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> [PythonValue]? {
    guard case .columns(let source) = self else { return nil }
    return source.columns.map { .native(CoreObject.element(source.element($0))) }
  }

  package func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let reader = SQLAlchemyReader(evaluator)
    guard let method else {
      return try reader.coreCall(arguments) { library, call throws(Refusal) in
        try library.call(self, call)
      }
    }
    return try reader.coreCall(arguments) { library, call throws(Refusal) in
      try library.call(method, of: self, call)
    }
  }

  package func evaluate(
    _ operation: UnaryOperator, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try SQLAlchemyReader(evaluator).core(at: range) { library throws(Refusal) in
      switch operation {
      case .invert: try library.invert(.object(self))
      case .minus: try library.negate(.object(self))
      case .plus, .not: nil
      }
    }
  }

  package func combine(
    _ operation: BinaryOperator, _ other: PythonValue, isReflected: Bool, _ evaluator: Evaluator,
    at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    guard let word = CoreLibrary.BinaryWord(rawValue: operation.rawValue) else { return nil }
    return try combine(word, other, isReflected: isReflected, evaluator, at: range)
  }

  package func compare(
    _ operation: ComparisonOperator, _ other: PythonValue, isReflected: Bool,
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    guard let word = CoreLibrary.BinaryWord(rawValue: operation.rawValue) else { return nil }
    switch self {
    case .element, .parameter: break
    default: return nil
    }
    return try combine(word, other, isReflected: isReflected, evaluator, at: range)
  }

  private func combine(
    _ word: CoreLibrary.BinaryWord, _ other: PythonValue, isReflected: Bool,
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    if let unknown = other.asUnknown { return .unknown(unknown) }
    let reader = SQLAlchemyReader(evaluator)
    let operand = try reader.coreValue(PythonArgument(other, at: range))
    return try reader.core(at: range) { library throws(Refusal) in
      isReflected
        ? try library.combine(operand, word, .object(self))
        : try library.combine(.object(self), word, operand)
    }
  }
}
