import Diagnostics
import PythonSyntax

/// A call of `context.configure`, with what surrounds it in `env.py`.
struct ConfigureCall {
  /// In which of Alembic's two ways a call is reached.
  enum Mode {
    case online
    case offline
    case either
  }

  let expression: Expression
  var keywords: [String: Expression] = [:]
  /// What is given as `**options`.
  var unpacked: [Expression] = []
  let mode: Mode
  /// What the functions around the call bind: a value where it is written once, else nil.
  let locals: [String: Expression?]
  /// The functions around the call, outermost first.
  let functions: [String]
}

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

  init(_ module: PythonModule) { visit(module.body) }

  private mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value), .return(let value?): visit(value)
    case .assign(let targets, let value):
      for target in targets { bind(target, to: value) }
      visit(value)
    case .annotatedAssign(let target, _, let value?):
      bind(target, to: value)
      visit(value)
    case .augmentedAssign(let target, _, _): bind(target, to: nil)
    case .if(let branches, let otherwise): visit(branches.flatMap(\.body) + otherwise)
    case .for(let loop):
      bind(loop.target, to: nil)
      let count = running.count
      visit(loop.body + loop.otherwise)
      if running.count > count { loops.append(statement) }
    case .while(_, let body, let otherwise): visit(body + otherwise)
    case .try(let attempt):
      visit(attempt.body + attempt.handlers.flatMap(\.body))
      visit(attempt.otherwise + attempt.finally)
    case .with(let with):
      for item in with.items {
        visit(item.context)
        if let target = item.target { bind(target, to: nil) }
      }
      visit(with.body)
    case .match(_, let cases): visit(cases.flatMap(\.body))
    case .class(let type): visit(type.body)
    case .function(let function): visit(function)
    default: break
    }
  }

  private mutating func visit(_ function: FunctionDefinition) {
    let outer = locals
    functions.append(function.name.text)
    let parameters = function.parameters
    for parameter in parameters.positionalOnly + parameters.positional + parameters.keywordOnly
      + [parameters.variadic, parameters.variadicKeywords].compactMap(\.self)
    {
      locals[parameter.name.text] = .some(nil)
    }
    do throws(Diagnostic) {
      visit(try function.body.statements())
    } catch {
      diagnostics.append(error)
    }
    functions.removeLast()
    locals = outer
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

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .call(let callee, let arguments):
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
      calls.append(configureCall(expression, arguments))
    case "begin_transaction" where owner.isAlembicContext: beginning.formUnion(functions + [""])
    case "run_migrations" where owner.isAlembicContext: running.formUnion(functions + [""])
    case "execute", "exec_driver_sql": executed.append(expression)
    default: break
    }
  }

  private func configureCall(_ expression: Expression, _ arguments: [Argument]) -> ConfigureCall {
    var keywords: [String: Expression] = [:]
    var unpacked: [Expression] = []
    var isPositional = false
    for argument in arguments {
      switch argument.kind {
      case .keyword(let name): keywords[name.text] = argument.value
      case .unpackedKeywords: unpacked.append(argument.value)
      case .positional: isPositional = true
      }
    }
    let offline = ["url", "dialect_name", "literal_binds", "dialect_opts"]
    let mode: ConfigureCall.Mode =
      if isPositional || keywords["connection"] != nil {
        .online
      } else if offline.contains(where: { keywords[$0] != nil })
        || functions.contains(where: { $0.hasSuffix("offline") })
      {
        .offline
      } else if functions.contains(where: { $0.hasSuffix("online") }) {
        .online
      } else {
        .either
      }
    return ConfigureCall(
      expression: expression, keywords: keywords, unpacked: unpacked, mode: mode, locals: locals,
      functions: functions)
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
