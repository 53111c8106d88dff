/// A value and the bytes it was written in.
package struct PythonArgument {
  package let value: PythonValue
  package let range: Range<Int>

  package init(_ value: PythonValue, at range: Range<Int>) {
    self.value = value
    self.range = range
  }
}

/// The arguments of one call; each is taken once, and what nobody takes is refused.
package struct CallArguments {
  /// The callee as people write it, for messages.
  package let callee: String
  /// The whole call.
  package let range: Range<Int>
  private var positional: [PythonArgument?]
  private var keywords: [(name: String, argument: PythonArgument)]

  package init(
    callee: String, range: Range<Int>, positional: [PythonArgument] = [],
    keywords: [(name: String, argument: PythonArgument)] = []
  ) {
    self.callee = callee
    self.range = range
    self.positional = positional
    self.keywords = keywords
  }

  /// The argument by keyword or at a position; nil when it is not given.
  package mutating func take(_ name: String, _ position: Int? = nil) -> PythonArgument? {
    if let index = keywords.firstIndex(where: { $0.name == name }) {
      return keywords.remove(at: index).argument
    }
    guard let position, position < positional.count, let argument = positional[position] else {
      return nil
    }
    positional[position] = nil
    return argument
  }

  package mutating func require(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> PythonArgument {
    guard let argument = take(name, position) else {
      throw refuse(.invalid("'\(callee)' lacks the argument '\(name)'"))
    }
    return argument
  }

  /// All positional arguments that are left.
  package mutating func rest() -> [PythonArgument] {
    let arguments = positional.compactMap { $0 }
    positional = []
    return arguments
  }

  /// All keywords that are left.
  package mutating func restOfKeywords() -> [(name: String, argument: PythonArgument)] {
    defer { keywords = [] }
    return keywords
  }

  /// Adds an argument that the caller did not write, by position where that many were written.
  package mutating func insert(_ value: PythonValue, as name: String, at position: Int) {
    guard position <= positional.count else { return append(value, as: name) }
    positional.insert(PythonArgument(value, at: range), at: position)
  }

  package mutating func append(_ value: PythonValue, as name: String) {
    keywords.append((name, PythonArgument(value, at: range)))
  }

  /// Takes what has no effect on the result.
  package mutating func ignore(_ names: String...) {
    keywords.removeAll { names.contains($0.name) }
  }

  package mutating func ignore(prefixes: [String]) {
    keywords.removeAll { keyword in
      prefixes.contains { keyword.name.utf8.starts(with: $0.utf8) }
    }
  }

  /// Everything, for a callee that only passes it on.
  package var all: [PythonArgument] { positional.compactMap { $0 } + keywords.map(\.argument) }

  /// Refuses arguments that nobody took.
  package func finish() throws(EvaluationFailure) {
    if let (name, argument) = keywords.first {
      throw EvaluationFailure(
        .unsupported("the argument '\(name)' of '\(callee)' is not evaluated"), at: argument.range)
    }
    if let argument = positional.compactMap({ $0 }).first {
      throw EvaluationFailure(
        .unsupported("'\(callee)' has more arguments than are evaluated"), at: argument.range)
    }
  }

  package func refuse(_ obstacle: Obstacle) -> EvaluationFailure {
    EvaluationFailure(obstacle, at: range)
  }
}

extension CallArguments {
  package mutating func string(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> String {
    try require(name, position).string()
  }

  /// Nil when absent or None.
  package mutating func optionalString(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> String? {
    try take(name, position)?.optionalString()
  }

  package mutating func flag(
    _ name: String, _ position: Int? = nil, default value: Bool = false
  ) throws(EvaluationFailure) -> Bool {
    try optionalFlag(name, position) ?? value
  }

  package mutating func optionalFlag(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> Bool? {
    guard let argument = take(name, position), !argument.isNone else { return nil }
    return try argument.flag()
  }

  package mutating func optionalInteger(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> Int? {
    guard let argument = take(name, position), !argument.isNone else { return nil }
    return try argument.integer()
  }

  package mutating func strings(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> [String] {
    guard let argument = take(name, position), !argument.isNone else { return [] }
    return try argument.strings()
  }
}

extension PythonArgument {
  package var isNone: Bool { value.isNone }

  package var isString: Bool { value.pythonString != nil }

  package func refuse(_ obstacle: Obstacle) -> EvaluationFailure {
    EvaluationFailure(obstacle, at: range)
  }

  /// The refusal for a value of the wrong kind, or for one that nobody knows.
  package func wrong(_ wanted: String) -> EvaluationFailure {
    if let unknown = value.asUnknown { return EvaluationFailure(unknown, at: range) }
    return refuse(.unsupported("\(value.kindName) where \(wanted) is expected"))
  }

  package func pythonString() throws(EvaluationFailure) -> PythonString {
    guard let string = value.pythonString else { throw wrong("a string") }
    return string
  }

  package func string() throws(EvaluationFailure) -> String { try pythonString().text }

  package func optionalString() throws(EvaluationFailure) -> String? {
    isNone ? nil : try string()
  }

  package func flag() throws(EvaluationFailure) -> Bool {
    guard case .boolean(let flag) = value else { throw wrong("True or False") }
    return flag
  }

  package func integer() throws(EvaluationFailure) -> Int {
    switch value {
    case .integer(let integer): return integer
    case .instance(let instance):
      if case .integer(let integer)? = instance.mixedValue { return integer }
    default: break
    }
    throw wrong("an int")
  }

  /// The elements of a list, a tuple or something else that has an order and no code of its own.
  package func elements() throws(EvaluationFailure) -> [PythonArgument] {
    if let unknown = value.asUnknown { throw EvaluationFailure(unknown, at: range) }
    if let items = value.plainElements { return items.map { PythonArgument($0, at: range) } }
    throw wrong("a list")
  }

  package func strings() throws(EvaluationFailure) -> [String] {
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }

  /// The entries of a dict; none for None.
  package func entries() throws(EvaluationFailure) -> [(key: PythonValue, value: PythonValue)] {
    if isNone { return [] }
    guard case .dictionary(let dictionary) = value, dictionary.taint == nil else {
      throw wrong("a dict")
    }
    return dictionary.entries
  }
}

extension PythonValue {
  /// The value as an unknown one, if it is: also a name of which nobody knows what it stands for.
  package var asUnknown: UnknownValue? {
    switch self {
    case .unknown(let unknown): unknown
    case .name(let path): UnknownValue(.unknown("the value of '\(path)' is not known"))
    case .list(let list): list.taint
    case .dictionary(let dictionary): dictionary.taint
    case .set(let set): set.taint
    case .instance(let instance): instance.taint
    default: nil
    }
  }

  /// The elements of what has an order and no code of its own; an iterator is used up.
  package var plainElements: [PythonValue]? {
    switch self {
    case .list(let list): list.items
    case .tuple(let tuple): tuple.items
    case .dictionary(let dictionary): dictionary.entries.map(\.key)
    case .iterator(let iterator): iterator.rest()
    case .range(let range):
      range.count < 100_000 ? (0..<range.count).map { .integer(range[$0]) } : nil
    // The order of a set depends on the process.
    case .set(let set): set.items.count < 2 ? Array(set.items.values) : nil
    case .classObject(let type):
      type.isEnumeration ? type.members.compactMap { type.attributes[$0] } : nil
    default: nil
    }
  }
}
