import Diagnostics
import PostgresDDL
import PythonSyntax
import SQLText

/// How a statement ends.
enum ControlFlow {
  case next
  case leave(PythonValue)
  case breakLoop
  case continueLoop
}

extension Interpreter {
  /// `COMMIT` and `BEGIN` around an autocommit block, which only the offline form prints.
  private mutating func keepTransactionWord(
    _ word: String, at range: Range<Int>
  ) throws(EvaluationFailure) {
    guard form == .offline else { return }
    let control: TransactionControl = word == "BEGIN" ? .begin : .commit(andChain: false)
    try keep(
      AlembicStatement(
        sql: word, range: range,
        facts: StatementFacts(tag: word, transaction: .control(control))), at: range)
  }

  mutating func execute(_ block: [Statement]) throws(EvaluationFailure) -> ControlFlow {
    for statement in block {
      let flow = try execute(statement)
      guard case .next = flow else { return flow }
    }
    return .next
  }

  mutating func execute(_ statement: Statement) throws(EvaluationFailure) -> ControlFlow {
    try step(at: statement.range)
    switch statement.kind {
    case .expression(let expression): try discard(expression)
    case .assign(let targets, let value):
      let result = try evaluate(value)
      for target in targets { try assign(result, to: target) }
      if targets.count == 1, case .name(let name) = targets[0].kind, case .list = value.kind {
        growingLists.insert(name)
      }
    case .annotatedAssign(let target, _, let value):
      if let value { try assign(try evaluate(value), to: target) }
    case .augmentedAssign(let target, let operation, let value):
      try augment(target, operation, by: value)
    case .return(let value):
      return .leave(try value.map { part throws(EvaluationFailure) in try evaluate(part) } ?? .none)
    case .pass: break
    case .break: return .breakLoop
    case .continue: return .continueLoop
    case .import(let names): importNames(names)
    case .importFrom(let names): try importNames(names)
    default: return try executeCompound(statement)
    }
    return .next
  }

  private mutating func executeCompound(
    _ statement: Statement
  ) throws(EvaluationFailure) -> ControlFlow {
    switch statement.kind {
    case .if(let branches, let otherwise):
      for branch in branches where try truth(of: branch.test) { return try execute(branch.body) }
      return try execute(otherwise)
    case .for(let loop): return try run(loop)
    case .with(let block): return try run(block, at: statement.range)
    case .function(let definition): try define(definition, at: statement.range)
    case .class(let definition):
      guard let enumeration = enumeration(definition) else {
        throw EvaluationFailure(
          .unsupported("the class '\(definition.name.text)' is not evaluated"),
          at: definition.name.range)
      }
      bind(definition.name.text, to: .enumeration(enumeration))
    case .assert(let condition, _):
      guard try truth(of: condition) else {
        throw EvaluationFailure(.invalid("the assertion fails"), at: statement.range)
      }
    default:
      throw EvaluationFailure(
        .unsupported("'\(Self.keyword(of: statement))' is not evaluated"), at: statement.range)
    }
    return .next
  }

  private static func keyword(of statement: Statement) -> String {
    switch statement.kind {
    case .while: "while"
    case .try: "try"
    case .raise: "raise"
    case .delete: "del"
    case .global: "global"
    case .nonlocal: "nonlocal"
    case .match: "match"
    case .typeAlias: "type"
    default: "this statement"
    }
  }

  /// An expression for its effect: a docstring, a call, or something that has none.
  private mutating func discard(_ expression: Expression) throws(EvaluationFailure) {
    guard isInFunction else {
      // At module level no operation can run: only what changes a value in place would matter.
      if case .string = expression.kind { return }
      _ = try evaluate(expression)
      return
    }
    let value = try evaluate(expression)
    guard case .unknown(let refusal) = value else { return }
    throw EvaluationFailure(refusal, at: expression.range)
  }

  mutating func assign(
    _ value: PythonValue, to target: Expression
  ) throws(EvaluationFailure) {
    switch target.kind {
    case .name(let name): bind(name, to: value)
    case .tuple(let targets), .list(let targets):
      let argument = PythonArgument(value: value, range: target.range)
      if case .unknown = value {
        for part in targets { try assign(value, to: part) }
        return
      }
      let elements = try argument.elements()
      guard elements.count == targets.count else {
        throw EvaluationFailure(
          .invalid("\(elements.count) values for \(targets.count) names"), at: target.range)
      }
      for (part, element) in zip(targets, elements) { try assign(element.value, to: part) }
    default:
      throw EvaluationFailure(
        .unsupported("changing a value in place is not evaluated"), at: target.range)
    }
  }

  private mutating func augment(
    _ target: Expression, _ operation: BinaryOperator, by value: Expression
  ) throws(EvaluationFailure) {
    guard case .name(let name) = target.kind else {
      throw EvaluationFailure(
        .unsupported("changing a value in place is not evaluated"), at: target.range)
    }
    let old = try evaluate(target)
    if case .list = old {
      throw EvaluationFailure(
        .unsupported("changing a list in place is not evaluated"), at: target.range)
    }
    let new = try evaluate(value)
    bind(
      name,
      to: try combine(old, operation, new, at: target.range.lowerBound..<value.range.upperBound))
  }

  private mutating func run(_ loop: ForLoop) throws(EvaluationFailure) -> ControlFlow {
    guard !loop.isAsync else {
      throw EvaluationFailure(.unsupported("'async for' is not evaluated"), at: loop.target.range)
    }
    for element in try iterate(loop.iterable) {
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

  private mutating func define(
    _ definition: FunctionDefinition, at range: Range<Int>
  ) throws(EvaluationFailure) {
    guard definition.decorators.isEmpty, !definition.isAsync else {
      throw EvaluationFailure(
        .unsupported("the decorated or async function '\(definition.name.text)' is not evaluated"),
        at: definition.name.range)
    }
    growingLists = []
    var defaults: [String: PythonValue] = [:]
    let parameters = definition.parameters
    for parameter in parameters.positionalOnly + parameters.positional + parameters.keywordOnly {
      guard let value = parameter.defaultValue else { continue }
      do { defaults[parameter.name.text] = try evaluate(value) } catch {
        defaults[parameter.name.text] = .unknown(error.refusal)
      }
    }
    bind(
      definition.name.text,
      to: .function(
        FunctionValue(
          definition: definition, surroundings: locals ?? [:], defaults: defaults)))
  }

  private mutating func run(
    _ block: WithStatement, at range: Range<Int>
  ) throws(EvaluationFailure) -> ControlFlow {
    guard !block.isAsync, block.items.count == 1, let item = block.items.first else {
      throw EvaluationFailure(.unsupported("this 'with' is not evaluated"), at: range)
    }
    let context = try evaluate(item.context)
    switch context {
    case .autocommitBlock:
      guard !isInAutocommitBlock, item.target == nil else { break }
      try keepTransactionWord("COMMIT", at: item.context.range)
      isInAutocommitBlock = true
      defer { isInAutocommitBlock = false }
      let flow = try execute(block.body)
      isInAutocommitBlock = false
      try keepTransactionWord("BEGIN", at: item.context.range)
      return flow
    case .batch:
      if let target = item.target { try assign(context, to: target) }
      guard batched.isEmpty else { break }
      let flow = try execute(block.body)
      statements += batched
      batched = []
      return flow
    case .unknown(let refusal): throw EvaluationFailure(refusal, at: item.context.range)
    default: break
    }
    throw EvaluationFailure(
      .unsupported("'with \(file.text(item.context.range))' is not evaluated"),
      at: item.context.range)
  }
}
