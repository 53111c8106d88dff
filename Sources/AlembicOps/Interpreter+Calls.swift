import Diagnostics
import PostgresDDL
import PythonSyntax

extension Interpreter {
  mutating func evaluateCall(
    _ callee: Expression, _ arguments: [Argument], at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    if case .attribute(let base, let method) = callee.kind, case .name(let name) = base.kind,
      growingLists.contains(name), method.text == "append" || method.text == "extend"
    {
      try grow(name, by: method.text, arguments, at: range)
      return .none
    }
    let function = try evaluate(callee)
    let arguments = try evaluate(arguments, of: file.text(callee.range), at: range)
    switch function {
    case .path(let path):
      // A log says nothing to the database, and a logger's method returns nothing of use.
      if path.utf8.starts(with: "logging.".utf8) { return .path("logging.Logger") }
      return try call(path, arguments)
    case .method(let receiver, let name): return try call(name, of: receiver, arguments)
    case .function(let function): return try call(function, arguments)
    case .unknown(let refusal):
      guard isInFunction else { return .unknown(refusal) }
      throw EvaluationFailure(refusal, at: callee.range)
    default:
      throw EvaluationFailure(
        .unsupported("calling \(function.kindName) is not evaluated"), at: callee.range)
    }
  }

  /// `name.append(value)` or `name.extend(values)`, where only the name holds the list.
  private mutating func grow(
    _ name: String, by method: String, _ arguments: [Argument], at range: Range<Int>
  ) throws(EvaluationFailure) {
    var own = try evaluate(arguments, of: "\(name).\(method)", at: range)
    let argument = try own.require("object", 0)
    try own.finish()
    let added = method == "append" ? [argument.value] : try iterate(argument)
    guard growingLists.contains(name), case .list(var values)? = lookUp(name) else {
      throw EvaluationFailure(.unsupported("this '\(method)' is not evaluated"), at: range)
    }
    try spend(added.count, at: range)
    bind(name, to: .none)
    values += added
    bind(name, to: .list(values))
    growingLists.insert(name)
  }

  private mutating func evaluate(
    _ arguments: [Argument], of callee: String, at range: Range<Int>
  ) throws(EvaluationFailure) -> CallArguments {
    var positional: [PythonArgument] = []
    var keywords: [(name: String, argument: PythonArgument)] = []
    for argument in arguments {
      switch argument.kind {
      case .positional:
        if case .starred(let inner) = argument.value.kind {
          positional += try iterate(inner).map { PythonArgument(value: $0, range: argument.range) }
        } else {
          positional.append(try evaluate(argument))
        }
      case .keyword(let name): keywords.append((name.text, try evaluate(argument)))
      case .unpackedKeywords:
        let value = try evaluate(argument)
        guard case .dictionary(let entries) = value.value else { throw value.wrong("a dict") }
        for entry in entries {
          let name = try PythonArgument(value: entry.key, range: argument.range).string()
          keywords.append((name, PythonArgument(value: entry.value, range: argument.range)))
        }
      }
    }
    return CallArguments(callee: callee, range: range, positional: positional, keywords: keywords)
  }

  private mutating func evaluate(_ argument: Argument) throws(EvaluationFailure) -> PythonArgument {
    PythonArgument(value: try evaluate(argument.value), range: argument.value.range)
  }

  /// A function of the file, with its own names.
  mutating func call(
    _ function: FunctionValue, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    let parameters = function.definition.parameters
    guard parameters.variadic == nil, parameters.variadicKeywords == nil else {
      throw arguments.refuse(.unsupported("a function with '*' parameters is not evaluated"))
    }
    var arguments = arguments
    var names = function.surroundings
    let positional = parameters.positionalOnly + parameters.positional
    for (position, parameter) in (positional + parameters.keywordOnly).enumerated() {
      let name = parameter.name.text
      let place = position < positional.count ? position : nil
      guard let value = arguments.take(name, place)?.value ?? function.defaults[name] else {
        throw arguments.refuse(.invalid("'\(arguments.callee)' lacks the argument '\(name)'"))
      }
      names[name] = value
    }
    try arguments.finish()
    try enter(at: arguments.range)
    let (caller, lists) = (locals, growingLists)
    locals = names
    growingLists = []
    defer {
      locals = caller
      growingLists = lists
      leave()
    }
    let body: [Statement]
    do { body = try function.definition.body.statements() } catch {
      throw EvaluationFailure(error)
    }
    if case .leave(let value) = try execute(body) { return value }
    return .none
  }

  /// A name from outside of the file.
  private mutating func call(
    _ path: String, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    let name = KnownNames.canonical(path)
    if let operation = name.after("op.") { return try callOperation(operation, arguments) }
    if let builtin = name.after("builtins.") { return try callBuiltin(builtin, arguments) }
    var own = arguments
    if let type = try makeType(name, &own) {
      try own.finish()
      return .type(type)
    }
    if let value = try makeValue(name, &own) {
      try own.finish()
      return value
    }
    if name == "alembic.context.is_offline_mode" { return .boolean(form == .offline) }
    let refusal = Refusal.unknown("'\(path)' is not evaluated")
    // Making a value of a dialect (a type of another database, say) sends nothing.
    let isHarmless = KnownNames.isHarmless(path) || path.after("sqlalchemy.dialects.") != nil
    guard isInFunction, !isHarmless else { return .unknown(refusal) }
    throw arguments.refuse(.unsupported("'\(path)' is not evaluated"))
  }

  /// What the constructors of SQLAlchemy and of the standard library make.
  private mutating func makeValue(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    if let value = try makeSchemaItem(name, &arguments) { return value }
    if let value = try makeExpression(name, &arguments) { return value }
    if let value = try makeLiteral(name, &arguments) { return value }
    if let value = try makeElement(name, &arguments) { return value }
    return try makeRowChange(name, &arguments)
  }

  private mutating func callBuiltin(
    _ name: String, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var arguments = arguments
    switch name {
    case "print": return .none
    case "str":
      let value = try arguments.require("object", 0)
      try arguments.finish()
      return .string(try Self.text(of: value))
    case "len":
      let value = try arguments.require("obj", 0)
      try arguments.finish()
      if case .string(let string) = value.value {
        return .integer(string.text.unicodeScalars.count)
      }
      return .integer(try iterate(value).count)
    case "list", "tuple", "reversed":
      let argument = arguments.take("iterable", 0)
      try arguments.finish()
      var values: [PythonValue] = []
      if let argument { values = try iterate(argument) }
      if name == "reversed" { values.reverse() }
      return name == "tuple" ? .tuple(values) : .list(values)
    case "dict":
      guard arguments.rest().isEmpty else { break }
      return .dictionary(
        arguments.restOfKeywords().map {
          DictionaryEntry(key: .string($0.name), value: $0.argument.value)
        })
    case "range": return try callRange(arguments)
    case "enumerate", "zip": return try callPairing(name, arguments)
    default: break
    }
    throw arguments.refuse(.unsupported("'\(name)' is not evaluated"))
  }

  private mutating func callPairing(
    _ name: String, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var arguments = arguments
    guard name == "zip" else {
      let values = try iterate(try arguments.require("iterable", 0))
      let start = try arguments.optionalInteger("start", 1) ?? 0
      try arguments.finish()
      return .list(values.enumerated().map { .tuple([.integer(start &+ $0.offset), $0.element]) })
    }
    var columns: [[PythonValue]] = []
    for argument in arguments.rest() { columns.append(try iterate(argument)) }
    try arguments.finish()
    let count = columns.map(\.count).min() ?? 0
    return .list((0..<count).map { row in .tuple(columns.map { $0[row] }) })
  }

  private mutating func callRange(
    _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var arguments = arguments
    var bounds: [Int] = []
    for argument in arguments.rest() { bounds.append(try argument.integer()) }
    try arguments.finish()
    guard bounds.count == 1 || bounds.count == 2 else {
      throw arguments.refuse(.unsupported("'range' with a step is not evaluated"))
    }
    let (first, end) = bounds.count == 1 ? (0, bounds[0]) : (bounds[0], bounds[1])
    let (count, isTooLarge) = end.subtractingReportingOverflow(first)
    try spend(isTooLarge ? Int.max : max(0, count), at: arguments.range)
    return .list(count <= 0 ? [] : (first..<end).map { .integer($0) })
  }
}
