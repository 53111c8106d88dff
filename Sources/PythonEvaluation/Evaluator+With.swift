import Diagnostics
import PythonSyntax

extension Evaluator {
  func run(_ block: WithStatement, at range: Range<Int>) throws(EvaluationFailure) -> ControlFlow {
    guard !block.isAsync else {
      throw EvaluationFailure(.unsupported("'async with' is not evaluated"), at: range)
    }
    return try run(block.items[...], block.body)
  }

  private func run(
    _ items: ArraySlice<WithStatement.Item>, _ body: [Statement]
  ) throws(EvaluationFailure) -> ControlFlow {
    guard let item = items.first else { return try execute(body) }
    let context = try evaluate(item.context)
    let range = item.context.range
    let inner = { (value: PythonValue) throws(EvaluationFailure) -> ControlFlow in
      if let target = item.target { try self.assign(value, to: target) }
      return try self.run(items.dropFirst(), body)
    }
    switch context {
    case .native(let object):
      guard let value = try object.enter(self, at: range) else { break }
      let flow: ControlFlow
      do { flow = try inner(value) } catch {
        if error.isRaised { try object.leave(self, at: range) }
        throw error
      }
      try object.leave(self, at: range)
      return flow
    case .instance(let instance):
      if let manager = instance.attributes["generator function"] {
        return try run(manager, instance.attributes["arguments"], at: range, inner)
      }
      guard instance.type.attribute("__enter__") != nil else { break }
      return try run(managedBy: context, at: range, inner)
    case .unknown(let unknown):
      guard unknown.isHarmless else { throw EvaluationFailure(unknown, at: range) }
      return try inner(context)
    default: break
    }
    if let unknown = context.asUnknown { throw EvaluationFailure(unknown, at: range) }
    throw EvaluationFailure(
      .unsupported("'with \(file.text(range))' is not evaluated"), at: range)
  }

  /// An object with `__enter__` and `__exit__`.
  private func run(
    managedBy context: PythonValue, at range: Range<Int>,
    _ inner: (PythonValue) throws(EvaluationFailure) -> ControlFlow
  ) throws(EvaluationFailure) -> ControlFlow {
    let enter = try attribute("__enter__", of: context, at: range)
    let exit = try attribute("__exit__", of: context, at: range)
    let value = try call(enter, with: [], at: range)
    let flow: ControlFlow
    do { flow = try inner(value) } catch {
      guard error.isRaised, let raised = exception else { throw error }
      let swallows = try call(exit, with: [.none, raised, .none], at: range)
      guard try truth(of: swallows, at: range) else {
        exception = raised
        throw error
      }
      return .next
    }
    _ = try call(exit, with: [.none, .none, .none], at: range)
    return flow
  }

  /// A `contextmanager` function: the block runs where it yields.
  private func run(
    _ manager: PythonValue, _ arguments: PythonValue?, at range: Range<Int>,
    _ inner: @escaping (PythonValue) throws(EvaluationFailure) -> ControlFlow
  ) throws(EvaluationFailure) -> ControlFlow {
    guard case .native(let object)? = arguments, let call = object as? PostponedCall,
      case .function(let function) = manager
    else { throw EvaluationFailure(.unsupported("this 'with' is not evaluated"), at: range) }
    var flow: ControlFlow?
    let (outer, caller) = (scope, frame)
    _ = try run(function, call.arguments, receiver: nil) { (value) throws(EvaluationFailure) in
      guard flow == nil else {
        throw EvaluationFailure(.invalid("a context manager yields twice"), at: range)
      }
      let (own, ownFrame) = (self.scope, self.frame)
      self.scope = outer
      self.frame = caller
      defer {
        self.scope = own
        self.frame = ownFrame
      }
      flow = .next
      flow = try inner(value)
      return .none
    }
    // An exception that the generator handled ends the block early, and the program goes on.
    guard let flow else {
      throw EvaluationFailure(.invalid("a context manager does not yield"), at: range)
    }
    return flow
  }
}

/// A call of a `contextmanager` function, which `with` makes.
struct PostponedCall: NativeObject {
  let arguments: CallArguments
  var kindName: String { "a call" }
}
