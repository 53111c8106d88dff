import Diagnostics
import PythonSyntax

/// Goes through the statements of `env.py` in search of what tells something of the SQL.
struct ConfigureCallFinder {
  private(set) var calls: [ConfigureCall] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The functions that call `context.begin_transaction` or `context.run_migrations`, in any depth.
  private(set) var beginning: Set<String> = []
  private(set) var running: Set<String> = []
  /// Where `env.py` runs SQL of its own.
  private(set) var executed: [Expression] = []
  private(set) var loops: [Statement] = []
  private var functions: [String] = []
  private var locals: [String: Expression?] = [:]
  private var dictionaries: [String: KeywordDictionary] = [:]
  /// How many `if` and their like are open in the function.
  private var conditions = 0
  /// The parameter that takes the keywords which a function has no other for.
  private var restOfKeywords: String?
  private var waiting: [WaitingCall] = []
  private var uses: [String: [Use]] = [:]

  /// A call of `configure` that hands on what its function is called with.
  private struct WaitingCall {
    let expression: Expression
    let arguments: [Argument]
    let rest: String
    let locals: [String: Expression?]
    let functions: [String]
  }

  /// Where a function of `env.py` is called.
  private struct Use {
    let arguments: [Argument]
    let locals: [String: Expression?]
    let functions: [String]
  }

  init(_ module: PythonModule) {
    visit(module.body)
    resolveWaitingCalls()
  }

  private mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value), .return(let value?): visit(value)
    case .assign(let targets, let value):
      for target in targets {
        bind(target, to: value)
        fill(target, with: value)
      }
      visit(value)
    case .annotatedAssign(let target, _, let value?):
      bind(target, to: value)
      fill(target, with: value)
      visit(value)
    case .augmentedAssign(let target, _, _):
      bind(target, to: nil)
      fill(target, with: nil)
    case .if(let branches, let otherwise): visitConditionally(branches.flatMap(\.body) + otherwise)
    case .for(let loop):
      bind(loop.target, to: nil)
      let count = running.count
      visitConditionally(loop.body + loop.otherwise)
      if running.count > count { loops.append(statement) }
    case .while(_, let body, let otherwise): visitConditionally(body + otherwise)
    case .try(let attempt):
      visit(attempt.body)
      visitConditionally(attempt.handlers.flatMap(\.body))
      visit(attempt.otherwise + attempt.finally)
    case .with(let with):
      for item in with.items {
        visit(item.context)
        if let target = item.target { bind(target, to: nil) }
      }
      visit(with.body)
    case .match(_, let cases): visitConditionally(cases.flatMap(\.body))
    case .class(let type): visit(type.body)
    case .function(let function): visit(function)
    default: break
    }
  }

  private mutating func visitConditionally(_ statements: [Statement]) {
    conditions += 1
    visit(statements)
    conditions -= 1
  }

  private mutating func visit(_ function: FunctionDefinition) {
    let outer = (locals, dictionaries, conditions, restOfKeywords)
    conditions = 0
    restOfKeywords = function.parameters.variadicKeywords?.name.text
    functions.append(function.name.text)
    let parameters = function.parameters
    for parameter in parameters.positionalOnly + parameters.positional + parameters.keywordOnly
      + [parameters.variadic, parameters.variadicKeywords].compactMap(\.self)
    {
      locals[parameter.name.text] = .some(nil)
      dictionaries[parameter.name.text] = nil
    }
    do throws(Diagnostic) {
      visit(try function.body.statements())
    } catch {
      diagnostics.append(error)
    }
    functions.removeLast()
    (locals, dictionaries, conditions, restOfKeywords) = outer
  }

  /// A name that is bound twice, or in a way that is not plain, has no known value.
  private mutating func bind(_ target: Expression, to value: Expression?) {
    guard !functions.isEmpty else { return }
    switch target.kind {
    case .name(let name): locals[name] = .some(locals[name] == nil ? value : nil)
    case .tuple(let targets), .list(let targets): targets.forEach { bind($0, to: nil) }
    case .subscript(let owner, _), .attribute(let owner, _): bind(owner, to: nil)
    default: break
    }
  }

  /// `options = {…}` and `options["key"] = value`.
  private mutating func fill(_ target: Expression, with value: Expression?) {
    switch target.kind {
    case .name(let name):
      dictionaries[name] = conditions == 0 ? value.flatMap(KeywordDictionary.init) : nil
    case .subscript(let owner, let index):
      guard case .name(let name) = owner.kind else { return }
      guard case .string(let key) = index.kind, let value else {
        dictionaries[name] = nil
        return
      }
      dictionaries[name]?.set(key, to: value, isCertain: conditions == 0)
    default: break
    }
  }

  /// `options.update({…})` and `options.update(key=value)`; any other method may do anything.
  private mutating func change(_ name: String, by method: String, _ arguments: [Argument]) {
    guard dictionaries[name] != nil, !["get", "copy", "items", "keys"].contains(method) else {
      return
    }
    var added: KeywordDictionary?
    if method == "update" {
      if arguments.count == 1, case .positional = arguments[0].kind {
        added = KeywordDictionary(arguments[0].value)
      } else {
        let range = 0..<0
        added = KeywordDictionary(
          Expression(.call(Expression(.name("dict"), range: range), arguments), range: range))
      }
    }
    guard let added else {
      dictionaries[name] = nil
      return
    }
    dictionaries[name]?.merge(added, isCertain: conditions == 0)
  }

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .call(let callee, let arguments):
      if case .name(let name) = callee.kind {
        uses[name, default: []].append(
          Use(arguments: arguments, locals: locals, functions: functions))
      }
      if case .attribute(let owner, let name) = callee.kind, case .name(let variable) = owner.kind {
        change(variable, by: name.text, arguments)
      }
      if case .attribute(let owner, let name) = callee.kind {
        visit(call: name.text, of: owner, arguments, expression)
      }
      visit(callee)
      arguments.forEach { visit($0.value) }
    case .attribute(let owner, _), .await(let owner), .lambda(_, let owner): visit(owner)
    default: break
    }
  }

  private mutating func visit(
    call name: String, of owner: Expression, _ arguments: [Argument], _ expression: Expression
  ) {
    switch name {
    case "configure" where owner.isAlembicContext:
      addConfigureCall(expression, arguments)
    case "begin_transaction" where owner.isAlembicContext: beginning.formUnion(functions + [""])
    case "run_migrations" where owner.isAlembicContext: running.formUnion(functions + [""])
    case "execute", "exec_driver_sql": executed.append(expression)
    default: break
    }
  }

  private mutating func addConfigureCall(_ expression: Expression, _ arguments: [Argument]) {
    let handedOn = arguments.first { argument in
      guard case .unpackedKeywords = argument.kind, case .name(let name) = argument.value.kind
      else { return false }
      return name == restOfKeywords
    }
    if let handedOn, let name = functions.last {
      let others = arguments.filter { $0.range != handedOn.range }
      waiting.append(
        WaitingCall(
          expression: expression, arguments: others, rest: name, locals: locals,
          functions: functions))
    } else {
      calls.append(configureCall(expression, arguments))
    }
  }

  /// A helper that hands its keywords on makes a call of `configure` wherever it is called.
  private mutating func resolveWaitingCalls() {
    for call in waiting {
      let uses = uses[call.rest] ?? []
      locals = call.locals
      functions = call.functions
      guard !uses.isEmpty else {
        calls.append(configureCall(call.expression, call.arguments))
        continue
      }
      for use in uses {
        locals = call.locals.merging(use.locals) { _, _ in nil }
        functions = use.functions + call.functions
        let keywords = use.arguments.filter {
          if case .positional = $0.kind { false } else { true }
        }
        calls.append(configureCall(call.expression, call.arguments + keywords))
      }
    }
    (locals, functions) = ([:], [])
  }

  private func configureCall(_ expression: Expression, _ arguments: [Argument]) -> ConfigureCall {
    var keywords: [String: Expression] = [:]
    var conditional: [String: Expression] = [:]
    var unpacked: [Expression] = []
    var isPositional = false
    for argument in arguments {
      switch argument.kind {
      case .keyword(let name): keywords[name.text] = argument.value
      case .unpackedKeywords:
        if case .name(let name) = argument.value.kind, let options = dictionaries[name] {
          keywords.merge(options.values) { _, new in new }
          conditional.merge(options.conditional) { _, new in new }
        } else {
          unpacked.append(argument.value)
        }
      case .positional: isPositional = true
      }
    }
    return ConfigureCall(
      expression: expression, keywords: keywords, conditional: conditional, unpacked: unpacked,
      mode: mode(keywords, conditional, isPositional: isPositional), locals: locals,
      functions: functions)
  }

  private func mode(
    _ keywords: [String: Expression], _ conditional: [String: Expression], isPositional: Bool
  ) -> ConfigureCall.Mode {
    let offline = ["url", "dialect_name", "literal_binds", "dialect_opts"]
    if isPositional || keywords["connection"] != nil { return .online }
    if offline.contains(where: { keywords[$0] != nil })
      || functions.contains(where: { $0.hasSuffix("offline") })
    {
      return .offline
    }
    if (offline + ["connection"]).contains(where: { conditional[$0] != nil }) { return .either }
    return functions.contains { $0.hasSuffix("online") } ? .online : .either
  }
}

extension Expression {
  /// Whether this is `context`, or `alembic.context`.
  fileprivate var isAlembicContext: Bool {
    switch kind {
    case .name(let name): name == "context"
    case .attribute(_, let name): name.text == "context"
    default: false
    }
  }
}
