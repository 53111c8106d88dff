import PythonText

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
    case .expression(.text(let template)) where template.values.isEmpty: return template.text
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
      case "s"?, "d"?:
        guard let value = values.popLast() else {
          throw EvaluationFailure(.invalid("not enough values for the format"), at: range)
        }
        let piece = try Self.text(of: PythonArgument(value: value, range: range))
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
    let (bytes, part, other) = (Array(text.utf8), Array(old.utf8), Array(new.utf8))
    guard !part.isEmpty else {
      throw EvaluationFailure(.unsupported("replacing an empty text is not evaluated"), at: range)
    }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == part[0], bytes[index...].starts(with: part) {
        try spend(other.count, at: range)
        result += other
        index += part.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    try spend(bytes.count, at: range)
    return String(decoding: result, as: UTF8.self)
  }

  /// `"… {} {name} …".format(…)` without formats.
  private mutating func formatBraces(
    _ format: String, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> String {
    var arguments = arguments
    let positional = arguments.rest()
    let named = arguments.restOfKeywords()
    var text: [Unicode.Scalar] = []
    var next = 0
    var isNumbered = false
    let scalars = Array(format.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      let isDoubled = index + 1 < scalars.count && scalars[index + 1] == scalar
      guard scalar == "{" || scalar == "}", !isDoubled else {
        text.append(scalar)
        index += (scalar == "{" || scalar == "}") ? 2 : 1
        continue
      }
      guard scalar == "{", let end = scalars[index...].firstIndex(of: "}") else {
        throw arguments.refuse(.invalid("a single brace in the format"))
      }
      let field = String(String.UnicodeScalarView(scalars[index + 1..<end]))
      let value: PythonArgument?
      if field.isEmpty {
        value = next < positional.count ? positional[next] : nil
        next += 1
      } else if let place = Int(field) {
        value = positional.indices.contains(place) ? positional[place] : nil
        isNumbered = true
      } else {
        value = named.first { $0.name == field }?.argument
      }
      guard let value else {
        throw arguments.refuse(.unsupported("the field '{\(field)}' is not evaluated"))
      }
      let piece = try Self.text(of: value)
      try spend(piece.utf8.count, at: arguments.range)
      text += Array(piece.unicodeScalars)
      index = end + 1
    }
    try spend(text.count, at: arguments.range)
    guard next == 0 || !isNumbered else {
      throw arguments.refuse(.invalid("the format numbers some fields and not others"))
    }
    return String(String.UnicodeScalarView(text))
  }
}

extension String {
  /// The text without white space at its ends, as `str.strip()`.
  var trimmed: String {
    let scalars = unicodeScalars
    let isKept: (Unicode.Scalar) -> Bool = { !$0.isPythonSpace }
    guard let first = scalars.firstIndex(where: isKept), let last = scalars.lastIndex(where: isKept)
    else { return "" }
    return String(self[first...last])
  }
}

extension Unicode.Scalar {
  /// What `str.isspace()` says: white space, and the four separators of ASCII.
  var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}
