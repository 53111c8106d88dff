import PythonSyntax

extension TreeDump {
  mutating func add(_ expression: Expression) {
    let range = expression.range
    switch expression.kind {
    case .none: constant("None", range)
    case .boolean(let value): constant(value ? "True" : "False", range)
    case .ellipsis: constant("...", range)
    case .integer(let value): constant("int:\(value)", range)
    case .bigInteger(let digits): constant("big:" + digits, range)
    case .float(let value): constant("float:" + Self.hex(value), range)
    case .imaginary(let value): constant("imag:" + Self.hex(value), range)
    case .string(let value): constant("str:" + Self.quoted(value.utf8), range)
    case .unknownString: constant("str?", range)
    case .bytes(let value): constant("bytes:" + Self.quoted(value), range)
    case .formatted(let parts): add(parts, as: "fstring", range)
    case .template(let parts): add(parts, as: "tstring", range)
    case .name(let name): open("name", range, name)
    case .tuple(let items): list("tuple", range, items)
    case .list(let items): list("list", range, items)
    case .set(let items): list("set", range, items)
    default: addComposite(expression)
    }
    close()
  }

  private mutating func addComposite(_ expression: Expression) {
    let range = expression.range
    switch expression.kind {
    case .attribute(let value, let name):
      list("attr", range, [value])
      word(name.text)
    case .call(let function, let arguments):
      list("call", range, [function])
      add(arguments)
    case .subscript(let value, let index): list("sub", range, [value, index])
    case .slice(let lower, let upper, let step):
      open("slice", range)
      for part in [lower, upper, step] { child(part) }
    case .dictionary(let items):
      open("dict", range)
      add(items)
    case .unary(let sign, let operand):
      open("unary", range, sign.rawValue)
      child(operand)
    case .binary(let left, let sign, let right):
      open("bin", range, sign.rawValue)
      children([left, right])
    case .logical(let sign, let operands):
      open("bool", range, sign.rawValue)
      children(operands)
    case .comparison(let first, let links):
      list("cmp", range, [first])
      add(links)
    case .conditional(let test, let then, let otherwise):
      list("ifexp", range, [test, then, otherwise])
    case .lambda(let parameters, let body):
      open("lambda", range)
      add(parameters)
      child(body)
    default: addOther(expression)
    }
  }

  private mutating func addOther(_ expression: Expression) {
    let range = expression.range
    switch expression.kind {
    case .listComprehension(let element, let clauses):
      comprehension("listcomp", range, [element], clauses)
    case .setComprehension(let element, let clauses):
      comprehension("setcomp", range, [element], clauses)
    case .generator(let element, let clauses):
      comprehension("generator", range, [element], clauses)
    case .dictionaryComprehension(let key, let value, let clauses):
      comprehension("dictcomp", range, [key, value], clauses)
    case .starred(let value): list("star", range, [value])
    case .await(let value): list("await", range, [value])
    case .yieldFrom(let value): list("yieldfrom", range, [value])
    case .yield(let value):
      open("yield", range)
      child(value)
    case .walrus(let name, let value):
      open("walrus", range)
      text += " "
      open("name", name.range, name.text)
      close()
      child(value)
    default: word("unexpected")
    }
  }

  private mutating func add(_ items: [DictionaryItem]) {
    for item in items {
      text += " ("
      child(item.key)
      child(item.value)
      close()
    }
  }

  private mutating func add(_ links: [ComparisonLink]) {
    for link in links {
      text += " ( " + link.operator.rawValue
      child(link.operand)
      close()
    }
  }

  private mutating func constant(_ value: String, _ range: Range<Int>) {
    open("const", range, value)
  }

  private mutating func list(_ name: String, _ range: Range<Int>, _ items: [Expression]) {
    open(name, range)
    children(items)
  }

  private mutating func comprehension(
    _ name: String, _ range: Range<Int>, _ elements: [Expression],
    _ clauses: [ComprehensionClause]
  ) {
    list(name, range, elements)
    for clause in clauses {
      text += " (for " + (clause.isAsync ? "async" : "-")
      children([clause.target, clause.iterable])
      children(clause.conditions)
      close()
    }
  }

  private mutating func add(
    _ parts: [FormattedPart], as name: String, _ range: Range<Int>
  ) {
    open(name, range)
    add(parts)
  }

  private mutating func add(_ parts: [FormattedPart]) {
    formattedDepth += 1
    defer { formattedDepth -= 1 }
    for part in parts {
      text += " "
      switch part.kind {
      case .text(let value): text += "(text str:" + Self.quoted(value.utf8)
      case .unknownText: text += "(text str?"
      case .field(let field):
        open("field", part.range)
        child(field.value)
        switch field.conversion {
        case nil: word("-")
        case .string: word("s")
        case .representation: word("r")
        case .ascii: word("a")
        }
        if let specification = field.specification {
          text += " (spec"
          add(specification)
          close()
        } else {
          word("-")
        }
      }
      close()
    }
  }
}
