import Diagnostics
import PythonSyntax

extension TreeDump {
  mutating func add(_ statement: Statement) throws(Diagnostic) {
    let range = statement.range
    switch statement.kind {
    case .expression(let value): node("expr", range, value)
    case .assign(let targets, let value):
      open("assign", range)
      children(targets + [value])
    case .annotatedAssign(let target, let annotation, let value):
      node("annassign", range, target, annotation, value)
    case .augmentedAssign(let target, let sign, let value):
      open("augassign", range, sign.rawValue)
      children([target, value])
    case .return(let value): node("return", range, value)
    case .raise(let error, let cause): node("raise", range, error, cause)
    case .assert(let test, let message): node("assert", range, test, message)
    case .delete(let targets):
      open("del", range)
      children(targets)
    case .pass: open("pass", range)
    case .break: open("break", range)
    case .continue: open("continue", range)
    case .global(let names):
      open("global", range)
      for name in names { word(name.text) }
    case .nonlocal(let names):
      open("nonlocal", range)
      for name in names { word(name.text) }
    case .import(let names):
      open("import", range)
      add(names)
    case .importFrom(let from):
      open("from", range, String(from.level), from.module?.text ?? "-")
      add(from.names)
    default: try addCompound(statement)
    }
    close()
  }

  private mutating func addCompound(_ statement: Statement) throws(Diagnostic) {
    let range = statement.range
    switch statement.kind {
    case .if(let branches, let otherwise):
      open("if", range)
      for branch in branches { try add(branch) }
      try block("else", otherwise)
    case .for(let loop):
      open("for", range, loop.isAsync ? "async" : "-")
      children([loop.target, loop.iterable])
      try block("body", loop.body)
      try block("else", loop.otherwise)
    case .while(let test, let body, let otherwise):
      node("while", range, test)
      try block("body", body)
      try block("else", otherwise)
    case .try(let statement): try add(statement, range)
    case .with(let statement):
      open("with", range, statement.isAsync ? "async" : "-")
      for item in statement.items { add(item) }
      try block("body", statement.body)
    case .function(let definition): try add(definition, range)
    case .class(let definition): try add(definition, range)
    case .match(let subject, let cases):
      node("match", range, subject)
      for item in cases { try add(item) }
    case .typeAlias(let name, let parameters, let value):
      open("typealias", range, name.text)
      add(parameters)
      child(value)
    default: word("unexpected")
    }
  }

  private mutating func node(_ name: String, _ range: Range<Int>, _ parts: Expression?...) {
    open(name, range)
    for part in parts { child(part) }
  }

  private mutating func block(
    _ name: String, _ statements: [Statement]
  ) throws(Diagnostic) {
    try group(name) { dump throws(Diagnostic) in
      for statement in statements {
        dump.text += " "
        try dump.add(statement)
      }
    }
  }

  private mutating func add(_ branch: ConditionalBranch) throws(Diagnostic) {
    try group("") { dump throws(Diagnostic) in
      dump.child(branch.test)
      try dump.block("body", branch.body)
    }
  }

  private mutating func add(_ item: MatchCase) throws(Diagnostic) {
    try group("case") { dump throws(Diagnostic) in
      dump.text += " "
      dump.add(item.pattern)
      dump.child(item.condition)
      try dump.block("body", item.body)
    }
  }

  private mutating func add(_ item: WithStatement.Item) {
    text += " ("
    child(item.context)
    child(item.target)
    close()
  }

  private mutating func add(_ names: [ImportedName]) {
    for name in names {
      text += " "
      open("alias", name.range, name.name.text, name.alias?.text ?? "-")
      close()
    }
  }

  private mutating func add(
    _ statement: TryStatement, _ range: Range<Int>
  ) throws(Diagnostic) {
    open("try", range, statement.handlesGroups ? "*" : "-")
    try block("body", statement.body)
    for handler in statement.handlers {
      text += " "
      node("except", handler.range, handler.type)
      word(handler.name?.text ?? "-")
      try block("body", handler.body)
      close()
    }
    try block("else", statement.otherwise)
    try block("finally", statement.finally)
  }

  private mutating func add(
    _ definition: FunctionDefinition, _ range: Range<Int>
  ) throws(Diagnostic) {
    open("def", range, definition.isAsync ? "async" : "-", definition.name.text)
    decorators(definition.decorators)
    add(definition.typeParameters)
    add(definition.parameters)
    child(definition.returns)
    try block("body", try definition.body.statements())
  }

  private mutating func add(
    _ definition: ClassDefinition, _ range: Range<Int>
  ) throws(Diagnostic) {
    open("class", range, definition.name.text)
    decorators(definition.decorators)
    add(definition.typeParameters)
    add(definition.arguments)
    try block("body", definition.body)
  }

  private mutating func decorators(_ expressions: [Expression]) {
    text += " (decorators"
    children(expressions)
    close()
  }
}
