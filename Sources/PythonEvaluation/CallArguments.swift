import Diagnostics

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
  private let source: Source
  /// The whole call.
  package let range: Range<Int>
  private var positional: [PythonArgument]
  private var keywords: [(name: String, argument: PythonArgument)]
  // What is taken is noted beside: every callee takes from a copy, and to remove copies all.
  private var takenPositions = Places()
  private var takenKeywords = Places()

  package init(
    callee: String, range: Range<Int>, positional: [PythonArgument] = [],
    keywords: [(name: String, argument: PythonArgument)] = []
  ) {
    source = .text(callee)
    self.range = range
    self.positional = positional
    self.keywords = keywords
  }

  /// Those of a call in a file, whose callee stands there.
  init(
    written callee: Range<Int>, in module: ModuleObject, range: Range<Int>,
    positional: [PythonArgument], keywords: [(name: String, argument: PythonArgument)]
  ) {
    source = .written(module, callee)
    self.range = range
    self.positional = positional
    self.keywords = keywords
  }

  /// What was called; a text of it is made for messages alone.
  private enum Source {
    case text(String)
    case written(ModuleObject, Range<Int>)
  }

  /// The callee as people write it, for messages.
  package var callee: String {
    switch source {
    case .text(let text): text
    case .written(let module, let range): module.file.text(range)
    }
  }

  /// The argument by keyword or at a position; nil when it is not given.
  package mutating func take(_ name: String, _ position: Int? = nil) -> PythonArgument? {
    for place in keywords.indices
    where keywords[place].name == name && !takenKeywords.contains(place) {
      takenKeywords.insert(place)
      return keywords[place].argument
    }
    guard let position, position < positional.count, !takenPositions.contains(position) else {
      return nil
    }
    takenPositions.insert(position)
    return positional[position]
  }

  package mutating func require(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> PythonArgument {
    guard let argument = take(name, position) else {
      throw refuse(.invalid("'\(callee)' lacks the argument '\(name)'"))
    }
    return argument
  }

  private var positionsLeft: [PythonArgument] {
    takenPositions.isEmpty
      ? positional
      : positional.indices.filter { !takenPositions.contains($0) }.map { positional[$0] }
  }

  private var keywordsLeft: [(name: String, argument: PythonArgument)] {
    takenKeywords.isEmpty
      ? keywords : keywords.indices.filter { !takenKeywords.contains($0) }.map { keywords[$0] }
  }

  /// All positional arguments that are left.
  package mutating func rest() -> [PythonArgument] {
    defer {
      positional = []
      takenPositions = Places()
    }
    return positionsLeft
  }

  /// All keywords that are left.
  package mutating func restOfKeywords() -> [(name: String, argument: PythonArgument)] {
    defer {
      keywords = []
      takenKeywords = Places()
    }
    return keywordsLeft
  }

  /// Adds an argument that the caller did not write, by position where that many were written.
  package mutating func insert(_ value: PythonValue, as name: String, at position: Int) {
    guard position <= positional.count else { return append(value, as: name) }
    positional.insert(PythonArgument(value, at: range), at: position)
    takenPositions.makeRoom(at: position, below: positional.count)
  }

  package mutating func append(_ value: PythonValue, as name: String) {
    keywords.append((name, PythonArgument(value, at: range)))
  }

  /// Takes what has no effect on the result.
  package mutating func ignore(_ names: String...) {
    for place in keywords.indices where names.contains(keywords[place].name) {
      takenKeywords.insert(place)
    }
  }

  package mutating func ignore(prefixes: [String]) {
    for place in keywords.indices {
      let name = keywords[place].name
      if prefixes.contains(where: { name.begins(with: $0) }) { takenKeywords.insert(place) }
    }
  }

  /// Everything, for a callee that only passes it on.
  package var all: [PythonArgument] { positionsLeft + keywordsLeft.map(\.argument) }

  /// Refuses arguments that nobody took.
  package func finish() throws(EvaluationFailure) {
    for (place, keyword) in keywords.enumerated() where !takenKeywords.contains(place) {
      throw EvaluationFailure(
        .unsupported("the argument '\(keyword.name)' of '\(callee)' is not evaluated"),
        at: keyword.argument.range)
    }
    for (place, argument) in positional.enumerated() where !takenPositions.contains(place) {
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

  /// Libraries ask whether a flag is true, which a number is unless it is zero.
  package func flag() throws(EvaluationFailure) -> Bool {
    switch value {
    case .boolean(let flag): return flag
    case .integer(let number): return number != 0
    default: throw wrong("True or False")
    }
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
