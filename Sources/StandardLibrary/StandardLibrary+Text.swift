import PythonEvaluation

extension StandardLibrary {
  /// A method of `str`.
  func call(
    _ method: String, of string: PythonString, _ arguments: inout CallArguments,
    _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let text = string.text
    let range = arguments.range
    switch method {
    case "format": return try formatBraces(text, &arguments, evaluator)
    case "format_map":
      let values = try arguments.require("mapping", 0).entries()
      var inner = CallArguments(
        callee: arguments.callee, range: range,
        keywords: values.compactMap { entry in
          entry.key.text.map { ($0, PythonArgument(entry.value, at: range)) }
        })
      return try formatBraces(text, &inner, evaluator)
    case "join":
      let argument = try arguments.require("iterable", 0)
      if let unknown = argument.value.asUnknown { return .unknown(unknown) }
      var pieces: [String] = []
      for value in try items(argument, evaluator) {
        if let unknown = value.asUnknown { return .unknown(unknown) }
        pieces.append(try PythonArgument(value, at: argument.range).string())
      }
      try evaluator.spend(
        pieces.reduce(0) { $0 + $1.utf8.count + text.utf8.count }, at: range)
      return .string(pieces.joined(separator: text))
    case "replace":
      let (old, new) = (try arguments.string("old", 0), try arguments.string("new", 1))
      let count = try arguments.optionalInteger("count", 2) ?? -1
      return .string(try replace(old, by: new, in: text, count, evaluator, at: range))
    case "split", "rsplit": return try split(method, text, &arguments, evaluator)
    case "splitlines": return try lines(text, &arguments, evaluator)
    case "partition", "rpartition":
      let mark = try arguments.string("sep", 0)
      return try partition(text, mark, fromEnd: method == "rpartition", evaluator, at: range)
    case "encode":
      let encoding = try arguments.optionalString("encoding", 0) ?? "utf-8"
      guard ["utf-8", "utf8", "UTF-8"].contains(encoding) else { return nil }
      try evaluator.spend(text.utf8.count, at: range)
      return .bytes(Array(text.utf8))
    default:
      try evaluator.spend(text.utf8.count / 8 + 1, at: range)
      if let answer = try question(method, text, &arguments) { return answer }
      return try cased(method, text, &arguments).map { .string($0) }
    }
  }

  /// What asks something of a text.
  private func question(
    _ method: String, _ text: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    switch method {
    case "startswith", "endswith":
      let argument = try arguments.require("prefix", 0)
      let parts = argument.isString ? [try argument.string()] : try argument.strings()
      return .boolean(
        parts.contains {
          method == "startswith"
            ? text.utf8.starts(with: $0.utf8)
            : text.utf8.reversed().starts(with: $0.utf8.reversed())
        })
    case "count":
      let part = try arguments.string("sub", 0)
      guard !part.isEmpty else { return nil }
      return .integer(text.parts(between: part).count - 1)
    case "find", "index":
      let part = try arguments.string("sub", 0)
      guard !part.isEmpty else { return .integer(0) }
      let parts = text.parts(between: part)
      guard parts.count > 1 else { return method == "find" ? .integer(-1) : nil }
      return .integer(parts[0].unicodeScalars.count)
    case "isdigit", "isdecimal", "isnumeric":
      guard text.isASCII else { return nil }
      return .boolean(
        !text.isEmpty
          && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    case "isupper", "islower":
      guard text.isASCII else { return nil }
      let letters = text.utf8.filter { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
      return .boolean(
        !letters.isEmpty && letters.allSatisfy { ($0 & 0x20 == 0) == (method == "isupper") })
    case "isidentifier" where text.isASCII: return .boolean(text.isPlainName)
    default: return nil
    }
  }

  /// What makes another text of a text.
  private func cased(
    _ method: String, _ text: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> String? {
    switch method {
    case "strip", "lstrip", "rstrip":
      let set = try arguments.optionalString("chars", 0)
      return text.stripped(
        of: set, left: method != "rstrip", right: method != "lstrip")
    case "lower" where text.isASCII: return text.lowercased()
    case "casefold" where text.isASCII: return text.lowercased()
    case "upper" where text.isASCII: return text.uppercased()
    case "title" where text.isASCII: return text.titled
    case "capitalize" where text.isASCII:
      return text.prefix(1).uppercased() + text.dropFirst().lowercased()
    case "swapcase" where text.isASCII:
      return String(
        decoding: text.utf8.map {
          (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) ? $0 ^ 0x20 : $0
        }, as: UTF8.self)
    case "removeprefix": return text.after(try arguments.string("prefix", 0)) ?? text
    case "removesuffix":
      let suffix = try arguments.string("suffix", 0)
      guard text.utf8.reversed().starts(with: suffix.utf8.reversed()) else { return text }
      return String(decoding: text.utf8.dropLast(suffix.utf8.count), as: UTF8.self)
    case "zfill", "ljust", "rjust", "center":
      let width = try arguments.require("width", 0).integer()
      guard width < 10_000 else { return nil }
      let missing = max(0, width - text.unicodeScalars.count)
      if method == "zfill" {
        guard !text.hasPrefix("-"), !text.hasPrefix("+") else { return nil }
        return String(repeating: "0", count: missing) + text
      }
      guard method != "center" else { return nil }
      let filler = try arguments.optionalString("fillchar", 1) ?? " "
      let padding = String(repeating: filler, count: missing)
      return method == "ljust" ? text + padding : padding + text
    default: return nil
    }
  }

  private func replace(
    _ old: String, by new: String, in text: String, _ count: Int, _ evaluator: Evaluator,
    at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    guard !old.isEmpty else {
      throw EvaluationFailure(.unsupported("replacing an empty text is not evaluated"), at: range)
    }
    try evaluator.spend(text.utf8.count, at: range)
    var parts = text.parts(between: old)
    if count >= 0, parts.count > count + 1 {
      parts = parts[..<count] + [parts[count...].joined(separator: old)]
    }
    let (size, isTooLarge) = new.utf8.count.multipliedReportingOverflow(by: parts.count)
    try evaluator.spend(isTooLarge ? Int.max : size, at: range)
    return parts.joined(separator: new)
  }

  private func split(
    _ method: String, _ text: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    let range = arguments.range
    let separator = try arguments.optionalString("sep", 0)
    let limit = try arguments.optionalInteger("maxsplit", 1) ?? -1
    try evaluator.spend(text.utf8.count, at: range)
    var parts: [String]
    if let separator {
      guard !separator.isEmpty else {
        throw evaluator.raise("ValueError", "empty separator", at: range)
      }
      parts = text.parts(between: separator)
      if limit >= 0, parts.count > limit + 1 {
        let cut = method == "split" ? limit : parts.count - limit - 1
        parts =
          method == "split"
          ? parts[..<cut] + [parts[cut...].joined(separator: separator)]
          : [parts[...cut].joined(separator: separator)] + parts[(cut + 1)...]
      }
    } else {
      guard limit < 0 else {
        throw arguments.refuse(.unsupported("'maxsplit' without a separator is not evaluated"))
      }
      parts = text.unicodeScalars.split(whereSeparator: \.isPythonBlank).map { String($0) }
    }
    return try evaluator.list(parts.map { .string($0) }, at: range)
  }

  private func lines(
    _ text: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    let keepsEnds = try arguments.flag("keepends", 0)
    // Other line ends than these two are rare, and Python knows many.
    guard
      text.unicodeScalars.allSatisfy({
        $0 == "\n" || $0.value >= 0x20 && $0.value < 0x80 || $0 == "\t"
      })
    else { return nil }
    try evaluator.spend(text.utf8.count, at: range)
    var lines = text.parts(between: "\n")
    if lines.last == "" { lines.removeLast() }
    let isClosed = text.hasSuffix("\n")
    if keepsEnds {
      for index in lines.indices where isClosed || index < lines.count - 1 { lines[index] += "\n" }
    }
    return try evaluator.list(lines.map { .string($0) }, at: range)
  }

  private func partition(
    _ text: String, _ mark: String, fromEnd: Bool, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    guard !mark.isEmpty else { throw evaluator.raise("ValueError", "empty separator", at: range) }
    try evaluator.spend(text.utf8.count, at: range)
    let parts = text.parts(between: mark)
    guard parts.count > 1 else {
      let three = fromEnd ? ["", "", text] : [text, "", ""]
      return try evaluator.tuple(three.map { .string($0) }, at: range)
    }
    let cut = fromEnd ? parts.count - 1 : 1
    let three = [
      parts[..<cut].joined(separator: mark), mark, parts[cut...].joined(separator: mark),
    ]
    return try evaluator.tuple(three.map { .string($0) }, at: range)
  }

  /// Methods of `bytes`.
  func call(
    _ method: String, of bytes: [UInt8], _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    switch method {
    case "decode":
      let encoding = try arguments.optionalString("encoding", 0) ?? "utf-8"
      guard ["utf-8", "utf8", "UTF-8", "ascii"].contains(encoding),
        let text = String(validating: bytes, as: UTF8.self)
      else { return nil }
      return .string(text)
    case "hex":
      return .string(
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    default: return nil
    }
  }
}

extension Unicode.Scalar {
  /// What `str.isspace()` says: white space, and the four separators of ASCII.
  package var isPythonBlank: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}

extension String {
  var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

  var isPlainName: Bool {
    guard let first = utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      return false
    }
    return utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
  }

  /// What `str.strip()` leaves.
  package var withoutBlanks: String { stripped(of: nil, left: true, right: true) }

  /// Without some scalars, or without blanks, at the ends.
  package func stripped(of set: String?, left: Bool, right: Bool) -> String {
    let wanted = set.map { Set($0.unicodeScalars) }
    let isDropped: (Unicode.Scalar) -> Bool = { wanted?.contains($0) ?? $0.isPythonBlank }
    var scalars = unicodeScalars[...]
    if left { while let first = scalars.first, isDropped(first) { scalars.removeFirst() } }
    if right { while let last = scalars.last, isDropped(last) { scalars.removeLast() } }
    return String(scalars)
  }

  /// `str.title()` of ASCII: a letter that follows no letter is a capital.
  var titled: String {
    var isInside = false
    return String(
      decoding: utf8.map { byte in
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        defer { isInside = isLetter }
        guard isLetter else { return byte }
        return isInside ? byte | 0x20 : byte & ~0x20
      }, as: UTF8.self)
  }
}
