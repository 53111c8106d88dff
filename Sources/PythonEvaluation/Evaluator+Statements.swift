import PythonSyntax

/// How a statement ends.
enum ControlFlow {
  case next
  case leave(PythonValue)
  case breakLoop
  case continueLoop
}

extension Evaluator {
  func execute(_ block: [Statement]) throws(EvaluationFailure) -> ControlFlow {
    for statement in block {
      let flow = try execute(statement)
      guard case .next = flow else { return flow }
    }
    return .next
  }

  func execute(_ statement: Statement) throws(EvaluationFailure) -> ControlFlow {
    try step(at: statement.range)
    switch statement.kind {
    case .expression(let expression): _ = try evaluate(expression)
    case .assign(let targets, let value):
      let result = try evaluate(value)
      for target in targets { try assign(result, to: target) }
    case .annotatedAssign(let target, let annotation, let value):
      if scope.kind == .type, case .name(let name) = target.kind {
        scope.annotated.append((name, annotation))
      }
      if let value { try assign(try evaluate(value), to: target) }
    case .augmentedAssign(let target, let operation, let value):
      try augment(target, operation, by: value)
    case .return(let value):
      guard let value else { return .leave(.none) }
      return .leave(try evaluate(value))
    case .pass: break
    case .break: return .breakLoop
    case .continue: return .continueLoop
    case .import(let names): try importNames(names)
    case .importFrom(let names): try importNames(names)
    case .global(let names): scope.globals.formUnion(names.map(\.text))
    case .nonlocal(let names): scope.nonlocals.formUnion(names.map(\.text))
    case .delete(let targets): for target in targets { try delete(target) }
    default: return try executeCompound(statement)
    }
    return .next
  }

  private func executeCompound(_ statement: Statement) throws(EvaluationFailure) -> ControlFlow {
    switch statement.kind {
    case .if(let branches, let otherwise):
      for branch in branches where try truth(of: branch.test) { return try execute(branch.body) }
      return try execute(otherwise)
    case .for(let loop): return try run(loop)
    case .while(let test, let body, let otherwise):
      return try runWhile(test, body, otherwise: otherwise)
    case .with(let block): return try run(block, at: statement.range)
    case .try(let attempt): return try run(attempt, at: statement.range)
    case .raise(let value, _): try raise(value, at: statement.range)
    case .function(let definition): try define(definition, at: statement.range)
    case .class(let definition): try define(definition, at: statement.range)
    case .match(let subject, let cases):
      return try match(subject, cases, at: statement.range)
    case .assert(let condition, let message): try check(condition, message, at: statement.range)
    case .typeAlias(let name, _, _):
      bind(name.text, to: .unknown(.unsupported("the type alias '\(name.text)' is not evaluated")))
    default:
      throw EvaluationFailure(.unsupported("this statement is not evaluated"), at: statement.range)
    }
    return .next
  }

  private func check(
    _ condition: Expression, _ message: Expression?, at range: Range<Int>
  ) throws(EvaluationFailure) {
    guard try !truth(of: condition) else { return }
    var text = ""
    if let message { text = try self.text(of: try evaluate(message), at: message.range) }
    throw raise("AssertionError", text, at: range)
  }

  private func run(_ loop: ForLoop) throws(EvaluationFailure) -> ControlFlow {
    guard !loop.isAsync else {
      throw EvaluationFailure(.unsupported("'async for' is not evaluated"), at: loop.target.range)
    }
    let iterable = try evaluate(loop.iterable)
    // A list is read as it is at each turn: the body may change it.
    var position = 0
    let list: PythonList? =
      if case .list(let list) = iterable, list.taint == nil { list } else { nil }
    let items = list == nil ? try iterate(iterable, at: loop.iterable.range) : []
    while position < (list?.items.count ?? items.count) {
      let element = list?.items[position] ?? items[position]
      position += 1
      try step(at: loop.target.range)
      try assign(element, to: loop.target)
      switch try execute(loop.body) {
      case .next, .continueLoop: continue
      case .breakLoop: return .next
      case .leave(let value): return .leave(value)
      }
    }
    return try execute(loop.otherwise)
  }

  private func runWhile(
    _ test: Expression, _ body: [Statement], otherwise: [Statement]
  ) throws(EvaluationFailure) -> ControlFlow {
    while try truth(of: test) {
      switch try execute(body) {
      case .next, .continueLoop: continue
      case .breakLoop: return .next
      case .leave(let value): return .leave(value)
      }
    }
    return try execute(otherwise)
  }

  private func match(
    _ subject: Expression, _ cases: [MatchCase], at range: Range<Int>
  ) throws(EvaluationFailure) -> ControlFlow {
    let value = try evaluate(subject)
    for item in cases {
      guard try matches(value, item.pattern, at: subject.range) else { continue }
      if let condition = item.condition, try !truth(of: condition) { continue }
      return try execute(item.body)
    }
    return .next
  }
}
