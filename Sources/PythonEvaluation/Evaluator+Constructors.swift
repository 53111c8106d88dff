import Diagnostics
import PythonSyntax

extension Evaluator {
  /// Whether making an object of a class only makes a value: a column type, say.
  func makesOnlyAValue(_ function: PythonFunction) -> Bool {
    guard function.name == "__init__", let owner = function.owner else { return false }
    return owner.allForeignBases.contains { base in
      libraries.contains { $0.hasInertConstructor(base) }
    }
  }

  /// Runs the `__init__` of such a class as a module is run: what is not known becomes an unknown attribute.
  ///
  /// A type may keep what another package makes of its arguments, which only matters to values that are
  /// read. Whatever was given to that package may have been changed by it.
  func executeConstructor(_ statements: [Statement]) throws(EvaluationFailure) -> ControlFlow {
    let wasRunning = isRunning
    isRunning = false
    defer { isRunning = wasRunning }
    for statement in statements {
      do {
        let flow = try execute(statement)
        guard case .next = flow else { return flow }
      } catch {
        guard let (target, value) = statement.plainAssignment, !error.isRaised,
          error.obstacle.code != .limit
        else { throw error }
        let reason = UnknownValue(
          error.obstacle,
          origin: error.origin ?? (error.file ?? file).location(at: error.range.lowerBound))
        spoil(value, because: reason)
        try assign(.unknown(reason), to: target)
      }
    }
    return .next
  }

  /// Marks what an expression names and what it left half way may have changed.
  private func spoil(_ expression: Expression, because reason: UnknownValue) {
    guard case .attribute(let base, _) = expression.kind else {
      if case .name = expression.kind { try? evaluate(expression).taint(because: reason) }
      for part in expression.parts { spoil(part, because: reason) }
      return
    }
    switch try? evaluate(expression) {
    case .method(let receiver, _)?, .builtinMethod(let receiver, _)?:
      receiver.taint(because: reason)
    case let value?: value.taint(because: reason)
    case nil: break
    }
    // `self.name` gives the attribute away, not the object.
    if case .instance(let object)? = try? evaluate(base),
      case .instance(let receiver)? = frame.receiver, object === receiver
    {
      return
    }
    spoil(base, because: reason)
  }
}

extension Statement {
  /// `self.name = value` or `name = value`.
  fileprivate var plainAssignment: (target: Expression, value: Expression)? {
    let (target, value): (Expression, Expression)
    switch kind {
    case .assign(let targets, let assigned) where targets.count == 1:
      (target, value) = (targets[0], assigned)
    case .annotatedAssign(let annotated, _, let assigned?): (target, value) = (annotated, assigned)
    default: return nil
    }
    switch target.kind {
    case .name: return (target, value)
    case .attribute(let base, _): if case .name = base.kind { return (target, value) }
    default: break
    }
    return nil
  }
}
