import PostgresDDL

/// A value and the bytes it was written in.
struct PythonArgument: Sendable {
  let value: PythonValue
  let range: Range<Int>
}

/// The arguments of one call; each is taken once, and what nobody takes is refused.
struct CallArguments {
  /// The callee as people write it, for messages.
  let callee: String
  /// The whole call.
  let range: Range<Int>
  private var positional: [PythonArgument?]
  private var keywords: [(name: String, argument: PythonArgument)]

  init(
    callee: String, range: Range<Int>, positional: [PythonArgument],
    keywords: [(name: String, argument: PythonArgument)]
  ) {
    self.callee = callee
    self.range = range
    self.positional = positional
    self.keywords = keywords
  }

  /// The argument by keyword or at a position; nil when it is not given.
  mutating func take(_ name: String, _ position: Int? = nil) -> PythonArgument? {
    if let index = keywords.firstIndex(where: { $0.name == name }) {
      return keywords.remove(at: index).argument
    }
    guard let position, position < positional.count, let argument = positional[position] else {
      return nil
    }
    positional[position] = nil
    return argument
  }

  mutating func require(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> PythonArgument {
    guard let argument = take(name, position) else {
      throw refuse(.invalid("'\(callee)' lacks the argument '\(name)'"))
    }
    return argument
  }

  /// All positional arguments that are left.
  mutating func rest() -> [PythonArgument] {
    let arguments = positional.compactMap { $0 }
    positional = []
    return arguments
  }

  /// All keywords that are left.
  mutating func restOfKeywords() -> [(name: String, argument: PythonArgument)] {
    defer { keywords = [] }
    return keywords
  }

  /// Adds an argument that the caller did not write, by position where that many were written.
  mutating func insert(_ value: PythonValue, as name: String, at position: Int) {
    guard position <= positional.count else { return append(value, as: name) }
    positional.insert(PythonArgument(value: value, range: range), at: position)
  }

  mutating func append(_ value: PythonValue, as name: String) {
    keywords.append((name, PythonArgument(value: value, range: range)))
  }

  /// Takes what has no effect on the SQL.
  mutating func ignore(_ names: String...) {
    keywords.removeAll { names.contains($0.name) }
  }

  mutating func ignore(prefixes: [String]) {
    keywords.removeAll { keyword in
      prefixes.contains { keyword.name.utf8.starts(with: $0.utf8) }
    }
  }

  /// Refuses arguments that nobody took.
  func finish() throws(EvaluationFailure) {
    if let (name, argument) = keywords.first {
      throw EvaluationFailure(
        .unsupported("the argument '\(name)' of '\(callee)' is not evaluated"), at: argument.range)
    }
    if let argument = positional.compactMap({ $0 }).first {
      throw EvaluationFailure(
        .unsupported("'\(callee)' has more arguments than are evaluated"), at: argument.range)
    }
  }

  func refuse(_ refusal: Refusal) -> EvaluationFailure { EvaluationFailure(refusal, at: range) }
}

extension CallArguments {
  mutating func string(_ name: String, _ position: Int? = nil) throws(EvaluationFailure) -> String {
    try require(name, position).string()
  }

  /// Nil when absent or None.
  mutating func optionalString(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> String? {
    try take(name, position)?.optionalString()
  }

  mutating func flag(
    _ name: String, _ position: Int? = nil, default value: Bool = false
  ) throws(EvaluationFailure) -> Bool {
    try optionalFlag(name, position) ?? value
  }

  mutating func optionalFlag(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> Bool? {
    guard let argument = take(name, position), !argument.isNone else { return nil }
    return try argument.flag()
  }

  mutating func optionalInteger(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> Int? {
    guard let argument = take(name, position), !argument.isNone else { return nil }
    return try argument.integer()
  }

  mutating func optionalName(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> ObjectName? {
    guard let argument = take(name, position), !argument.isNone else { return nil }
    return try argument.name()
  }

  mutating func strings(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> [String] {
    guard let argument = take(name, position), !argument.isNone else { return [] }
    return try argument.strings()
  }

  /// Text that becomes SQL as it is: a word or two, no punctuation.
  mutating func optionalPhrase(
    _ name: String, _ position: Int? = nil
  ) throws(EvaluationFailure) -> String? {
    guard let argument = take(name, position), !argument.isNone else { return nil }
    return try argument.phrase()
  }
}

extension PythonArgument {
  var isNone: Bool { if case .none = value { true } else { false } }

  func refuse(_ refusal: Refusal) -> EvaluationFailure { EvaluationFailure(refusal, at: range) }

  /// The refusal for a value of the wrong kind, or for one that nobody knows.
  func wrong(_ wanted: String) -> EvaluationFailure {
    switch value {
    case .unknown(let refusal): refuse(refusal)
    case .path(let path): refuse(.unknown("the value of '\(path)' is not known"))
    case .result: refuse(.unknown("the result of a query is not known before it runs"))
    default: refuse(.unsupported("\(value.kindName) where \(wanted) is expected"))
    }
  }

  func pythonString() throws(EvaluationFailure) -> PythonString {
    guard case .string(let string) = value else { throw wrong("a string") }
    return string
  }

  func string() throws(EvaluationFailure) -> String { try pythonString().text }

  func optionalString() throws(EvaluationFailure) -> String? { isNone ? nil : try string() }

  func flag() throws(EvaluationFailure) -> Bool {
    guard case .boolean(let flag) = value else { throw wrong("True or False") }
    return flag
  }

  func integer() throws(EvaluationFailure) -> Int {
    guard case .integer(let integer) = value else { throw wrong("an int") }
    return integer
  }

  func name() throws(EvaluationFailure) -> ObjectName {
    let string = try pythonString()
    return ObjectName(string.text, isShortened: string.isFinalName)
  }

  /// The elements of a list or tuple.
  func elements() throws(EvaluationFailure) -> [PythonArgument] {
    switch value {
    case .list(let values), .tuple(let values):
      return values.map { PythonArgument(value: $0, range: range) }
    default: throw wrong("a list")
    }
  }

  func strings() throws(EvaluationFailure) -> [String] {
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }

  /// SQLAlchemy's `validate_sql_phrase`: words, and for `ON DELETE SET NULL (a)` a list of columns.
  func phrase() throws(EvaluationFailure) -> String {
    let text = try string()
    let isPlain = text.utf8.allSatisfy {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "(")
        || $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: ",")
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    guard isPlain, !text.isEmpty else { throw refuse(.unsupported("'\(text)' as words of SQL")) }
    return text
  }
}
