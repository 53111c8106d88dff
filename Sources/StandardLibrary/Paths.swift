import PythonEvaluation
import PythonSyntax

/// The path of a file beside the project's Python: known as a place to read from, not as a text.
struct PythonPath: NativeObject {
  let path: String
  var kindName: String { "a path" }
  var hashKey: HashKey? { .native("path:\(path)") }

  init(_ path: String) { self.path = Self.normalized(path) }

  /// Without `.`, with `a/..` taken out.
  private static func normalized(_ path: String) -> String {
    var parts: [String] = []
    for part in path.parts(between: "/") {
      if part == "..", let last = parts.last, last != "..", last != "" {
        parts.removeLast()
      } else if part != ".", part != "" || parts.isEmpty {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  var parent: PythonPath {
    let parts = path.parts(between: "/")
    return PythonPath(parts.count > 1 ? parts.dropLast().joined(separator: "/") : "..")
  }

  var name: String { path.parts(between: "/").last ?? path }

  private var stem: String {
    let parts = name.parts(between: ".")
    return parts.count > 1 && parts[0] != "" ? parts.dropLast().joined(separator: ".") : name
  }

  func appending(_ other: String) -> PythonPath {
    PythonPath(other.hasPrefix("/") ? other : "\(path)/\(other)")
  }

  func attribute(
    _ name: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "parent": return .native(parent)
    case "name": return .string(self.name)
    case "stem": return .string(stem)
    case "suffix": return .string(String(self.name.dropFirst(stem.count)))
    case "parents":
      var all: [PythonValue] = []
      var next = self
      for _ in 0..<min(20, path.parts(between: "/").count) {
        next = next.parent
        all.append(.native(next))
      }
      return try evaluator.tuple(all, at: range)
    default: return nil
    }
  }

  func combine(
    _ operation: BinaryOperator, _ other: PythonValue, isReflected: Bool, _ evaluator: Evaluator,
    at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    guard operation == .divide, !isReflected, let text = other.text else { return nil }
    return .native(appending(text))
  }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    let value: PythonValue
    switch method {
    case "resolve", "absolute", "expanduser":
      own.ignore("strict")
      value = .native(self)
    case "with_suffix": value = .native(parent.appending(stem + (try own.string("suffix", 0))))
    case "with_name": value = .native(parent.appending(try own.string("name", 0)))
    case "with_stem":
      value = .native(
        parent.appending(try own.string("stem", 0) + String(name.dropFirst(stem.count))))
    case "joinpath":
      var result = self
      for part in own.rest() { result = result.appending(try part.string()) }
      value = .native(result)
    case "read_text", "read_bytes":
      own.ignore("encoding")
      _ = own.take("encoding", 0)
      value = try SidecarFile(self).read(isText: method == "read_text", evaluator, at: own.range)
    case "open":
      let mode = try own.optionalString("mode", 0) ?? "r"
      own.ignore("encoding")
      try Self.checkReads(mode, arguments)
      value = .native(SidecarFile(self, isText: !mode.holds("b")))
    default: return nil
    }
    try own.finish()
    return value
  }
}

/// A file that is open for reading.
struct SidecarFile: NativeObject {
  let path: PythonPath
  let isText: Bool
  var kindName: String { "a file" }

  init(_ path: PythonPath, isText: Bool = true) {
    self.path = path
    self.isText = isText
  }

  func enter(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? { .native(self) }

  func read(
    isText: Bool, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    guard let bytes = evaluator.sidecars?(path.path) else {
      return .unknown(.unknown("the file '\(path.name)' is not known"))
    }
    try evaluator.spend(bytes.count, at: range)
    guard isText else { return .bytes(bytes) }
    // Python reads texts with `\n` for every line end.
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .unknown(.unknown("the file '\(path.name)' is no UTF-8"))
    }
    guard bytes.contains(UInt8(ascii: "\r")) else { return .string(text) }
    let lines = text.parts(between: "\r\n").joined(separator: "\n")
    return .string(lines.parts(between: "\r").joined(separator: "\n"))
  }

  func elements(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> [PythonValue]? {
    let content = try read(isText: isText, evaluator, at: range)
    guard let text = content.text else { throw PythonArgument(content, at: range).wrong("a text") }
    var lines = text.parts(between: "\n")
    let isClosed = lines.last == ""
    if isClosed { lines.removeLast() }
    return lines.enumerated().map { index, line in
      .string(isClosed || index < lines.count - 1 ? line + "\n" : line)
    }
  }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    try arguments.finish()
    switch method {
    case "read": return try read(isText: isText, evaluator, at: arguments.range)
    case "readlines":
      return try evaluator.list(
        try elements(evaluator, at: arguments.range) ?? [], at: arguments.range)
    case "close": return PythonValue.none
    default: return nil
    }
  }
}

extension PythonPath {
  /// Refuses a mode of `open` that writes.
  fileprivate static func checkReads(
    _ mode: String, _ arguments: CallArguments
  ) throws(EvaluationFailure) {
    guard ["w", "a", "x", "+"].contains(where: mode.contains) else { return }
    throw arguments.refuse(.unsupported("a file that is opened for writing is not evaluated"))
  }
}

extension StandardLibrary {
  func openFile(
    _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let file = try arguments.require("file", 0)
    let mode = try arguments.optionalString("mode", 1) ?? "r"
    let encoding = try arguments.optionalString("encoding") ?? "utf-8"
    arguments.ignore("newline", "errors")
    try PythonPath.checkReads(mode, arguments)
    guard let path = path(file), ["r", "rt", "rb"].contains(mode),
      ["utf-8", "utf8", "UTF-8"].contains(encoding)
    else { return .unknown(UnknownValue(.unknown("the file is not known"), isHarmless: true)) }
    return .native(SidecarFile(path, isText: mode != "rb"))
  }

  /// A path that begins at a file of the project; nil for others, which depend on where the program runs.
  private func path(_ argument: PythonArgument) -> PythonPath? {
    guard case .native(let object) = argument.value else { return nil }
    return object as? PythonPath
  }

  func callPathFunction(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "os.fspath", "pathlib.Path", "pathlib.PurePath", "os.path.abspath", "os.path.realpath",
      "os.path.normpath":
      guard let first = path(try arguments.require("path", 0)) else { return nil }
      var result = first
      for part in arguments.rest() { result = result.appending(try part.string()) }
      return .native(result)
    case "os.path.dirname":
      let argument = try arguments.require("p", 0)
      return path(argument).map { .native($0.parent) }
    case "os.path.basename":
      let argument = try arguments.require("p", 0)
      return path(argument).map { .string($0.name) }
    case "os.path.join":
      let parts = arguments.rest()
      guard let first = parts.first else { return nil }
      guard var result = path(first) else {
        var texts: [String] = []
        for part in parts {
          guard let text = part.value.text, !text.hasPrefix("/") || texts.isEmpty else {
            return nil
          }
          texts.append(text.hasSuffix("/") ? String(text.dropLast()) : text)
        }
        return .string(texts.joined(separator: "/"))
      }
      for part in parts.dropFirst() { result = result.appending(try part.string()) }
      return .native(result)
    case "io.open", "codecs.open": return try openFile(&arguments, evaluator)
    default: return nil
    }
  }
}
