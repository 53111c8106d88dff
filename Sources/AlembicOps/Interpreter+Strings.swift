import PostgresDDL
import PythonSyntax

extension Interpreter {
  /// An f-string; only fields that need no format.
  mutating func format(
    _ parts: [FormattedPart], at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    var text = ""
    for part in parts {
      switch part.kind {
      case .text(let piece): text += piece
      case .unknownText:
        throw EvaluationFailure(
          .unsupported("a text with '\\N{…}' or a lone surrogate is not evaluated"), at: part.range)
      case .field(let field):
        guard field.specification == nil, field.conversion != .representation,
          field.conversion != .ascii
        else {
          throw EvaluationFailure(
            .unsupported("a format in an f-string is not evaluated"), at: part.range)
        }
        let argument = PythonArgument(value: try evaluate(field.value), range: field.value.range)
        text += try Self.text(of: argument)
      }
      try spend(text.utf8.count / 8 + 1, at: range)
    }
    try spend(text.utf8.count, at: range)
    return text
  }

  /// What `str()` makes of a value.
  static func text(of argument: PythonArgument) throws(EvaluationFailure) -> String {
    switch argument.value {
    case .string(let string): return string.text
    case .integer(let value): return "\(value)"
    case .number(let digits, _): return digits
    case .boolean(let value): return value ? "True" : "False"
    case .none: return "None"
    default: throw argument.wrong("a text")
    }
  }

  /// `"… %s …" % values`.
  mutating func interpolate(
    _ format: String, _ values: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    var values: [PythonValue] =
      if case .tuple(let all) = values { all } else { [values] }
    values.reverse()
    var text: [Unicode.Scalar] = []
    var scalars = format.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "%" else {
        text.append(scalar)
        continue
      }
      switch scalars.next() {
      case "%"?: text.append("%")
      case let kind? where kind == "s" || kind == "d":
        guard let value = values.popLast() else {
          throw EvaluationFailure(.invalid("not enough values for the format"), at: range)
        }
        let argument = PythonArgument(value: value, range: range)
        if kind == "d" { _ = try argument.integer() }
        let piece = try Self.text(of: argument)
        try spend(piece.utf8.count, at: range)
        text += Array(piece.unicodeScalars)
      default:
        throw EvaluationFailure(.unsupported("this '%' format is not evaluated"), at: range)
      }
    }
    guard values.isEmpty else {
      throw EvaluationFailure(.invalid("more values than the format takes"), at: range)
    }
    try spend(text.count, at: range)
    return String(String.UnicodeScalarView(text))
  }

  mutating func callStringMethod(
    _ name: String, of string: PythonString, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> PythonValue {
    var arguments = arguments
    let result: PythonValue
    switch name {
    case "format": return .string(try formatBraces(string.text, arguments))
    case "join":
      var pieces: [String] = []
      let items = try arguments.require("iterable", 0)
      for value in try iterate(items) {
        pieces.append(try PythonArgument(value: value, range: items.range).string())
      }
      let size = pieces.reduce(0) { $0 + $1.utf8.count + string.text.utf8.count }
      try spend(size, at: arguments.range)
      result = .string(pieces.joined(separator: string.text))
    case "strip": result = .string(string.text.trimmed)
    case "lower" where string.text.utf8.allSatisfy({ $0 < 0x80 }):
      result = .string(string.text.lowercased())
    case "upper" where string.text.utf8.allSatisfy({ $0 < 0x80 }):
      result = .string(string.text.uppercased())
    case "startswith":
      let prefix = try arguments.string("prefix", 0)
      result = .boolean(string.text.utf8.starts(with: prefix.utf8))
    case "split":
      let separator = try arguments.string("sep", 0)
      guard !separator.isEmpty else { throw arguments.refuse(.invalid("an empty separator")) }
      let parts = string.text.parts(between: separator)
      try spend(string.text.utf8.count + parts.count, at: arguments.range)
      result = .list(parts.map { .string($0) })
    case "replace":
      let (old, new) = (try arguments.string("old", 0), try arguments.string("new", 1))
      result = .string(try replace(old, by: new, in: string.text, at: arguments.range))
    default:
      throw arguments.refuse(.unsupported("the string method '\(name)' is not evaluated"))
    }
    try arguments.finish()
    return result
  }

  private mutating func replace(
    _ old: String, by new: String, in text: String, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    guard !old.isEmpty else {
      throw EvaluationFailure(.unsupported("replacing an empty text is not evaluated"), at: range)
    }
    try spend(text.utf8.count, at: range)
    let parts = text.parts(between: old)
    let (size, isTooLarge) = new.utf8.count.multipliedReportingOverflow(by: parts.count)
    try spend(isTooLarge ? Int.max : size, at: range)
    return parts.joined(separator: new)
  }
}
