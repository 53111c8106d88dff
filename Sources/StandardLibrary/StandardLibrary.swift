import Diagnostics
package import PythonEvaluation

/// Python's built-in functions and types and the parts of its standard library that are the same everywhere.
package final class StandardLibrary: PythonLibrary {
  package init() {}

  package func owns(_ module: String) -> Bool {
    let package = module.firstPart
    return ModuleNames.all.contains(package) || ModuleNames.loggers.contains(package)
  }

  package func isHarmless(_ name: String) -> Bool {
    let root = name.utf8.prefix { $0 != UInt8(ascii: ".") }
    guard root.elementsEqual("os".utf8) else {
      return ModuleNames.harmless.contains(String(decoding: Array(root), as: UTF8.self))
    }
    return name == "os" || ModuleNames.questions.contains { name.utf8.starts(with: $0.utf8) }
  }

  package func value(of name: String, _ evaluator: Evaluator) -> PythonValue? {
    switch name {
    case "typing.TYPE_CHECKING": .boolean(false)
    case "builtins.__file__": .native(PythonPath(evaluator.file.path))
    case "os.sep", "posixpath.sep": .string("/")
    case "os.linesep": .string("\n")
    case "datetime.timezone.utc", "datetime.UTC": .native(TimeZoneValue())
    case "string.digits": .string("0123456789")
    case "string.ascii_lowercase": .string("abcdefghijklmnopqrstuvwxyz")
    case "string.ascii_uppercase": .string("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    case "string.ascii_letters":
      .string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    case "math.inf": .float(.infinity)
    default: nil
    }
  }

  package func exports(_ name: String, from module: String) -> Bool? {
    module == "typing" || module == "enum" ? TypingNames.all.contains(name) : nil
  }

  package func call(
    _ name: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    if let builtin = name.after("builtins.") {
      if let value = try callBuiltin(builtin, arguments, evaluator) { return value }
      return try callUnbound(builtin, arguments, evaluator)
    }
    guard owns(name) else { return nil }
    var own = arguments
    if let value = try callModule(name, &own, evaluator) {
      try own.finish()
      return value
    }
    return nil
  }

  /// `str.upper(text)`: a method by its class.
  private func callUnbound(
    _ path: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let parts = path.parts(between: ".")
    guard parts.count == 2 else { return nil }
    if path == "object.__init__" { return PythonValue.none }
    if path == "dict.fromkeys" {
      var own = arguments
      let keys = try evaluator.iterate(try own.require("iterable", 0).value, at: arguments.range)
      let value = own.take("value", 1)?.value ?? .none
      return try evaluator.dictionary(keys.map { ($0, value) }, at: arguments.range)
    }
    guard ["str", "list", "dict", "set", "tuple", "int"].contains(parts[0]) else { return nil }
    var rest = arguments.all
    guard !rest.isEmpty else { return nil }
    let receiver = rest.removeFirst()
    let inner = CallArguments(
      callee: arguments.callee, range: arguments.range, positional: rest)
    return try evaluator.call(parts[1], of: receiver.value, inner)
  }

  package func call(
    _ method: String, of receiver: PythonValue, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    let value: PythonValue?
    switch receiver {
    case .string(let string): value = try call(method, of: string, &own, evaluator)
    case .list(let list): value = try call(method, of: list, &own, evaluator)
    case .dictionary(let dictionary): value = try call(method, of: dictionary, &own, evaluator)
    case .set(let set): value = try call(method, of: set, &own, evaluator)
    case .tuple(let tuple): value = try call(method, of: tuple, &own, evaluator)
    case .bytes(let bytes): value = try call(method, of: bytes, &own)
    case .iterator(let iterator):
      guard method == "__next__" else { return nil }
      return try next(of: iterator, &own, evaluator)
    case .instance where method == "__init__":
      return PythonValue.none
    default: value = nil
    }
    if value != nil { try own.finish() }
    return value
  }
}

enum ModuleNames {
  /// The modules that come with Python.
  static let all: Set<String> = [
    "builtins", "__future__", "abc", "argparse", "array", "ast", "asyncio", "base64", "binascii",
    "bisect", "calendar", "cmath", "codecs", "collections", "colorsys", "concurrent",
    "configparser", "contextlib", "contextvars", "copy", "copyreg", "csv", "ctypes", "dataclasses",
    "datetime", "decimal", "difflib", "dis", "email", "enum", "errno", "fnmatch", "fractions",
    "functools", "gc", "getpass", "glob", "gzip", "hashlib", "heapq", "hmac", "html", "http",
    "importlib", "inspect", "io", "ipaddress", "itertools", "json", "keyword", "linecache",
    "locale", "logging", "math", "mimetypes", "multiprocessing", "numbers", "operator", "os",
    "pathlib", "pickle", "pkgutil", "platform", "pprint", "posixpath", "queue", "random", "re",
    "reprlib", "secrets", "select", "shelve", "shlex", "shutil", "signal", "site", "socket",
    "sqlite3", "ssl", "stat", "statistics", "string", "struct", "subprocess", "sys", "tempfile",
    "textwrap", "threading", "time", "timeit", "token", "tokenize", "traceback", "types", "typing",
    "unicodedata", "unittest", "urllib", "uuid", "warnings", "weakref", "xml", "zipfile", "zlib",
    "zoneinfo", "typing_extensions",
  ]

  /// What writes logs, the packages beside `logging` that do nothing else.
  static let loggers: Set<String> = ["logging", "loguru", "structlog"]

  /// What only asks in the module `os`; the rest of it may start a program that changes the database.
  static let questions = [
    "os.environ", "os.getenv", "os.path", "os.getcwd", "os.getpid", "os.getuid", "os.uname",
    "os.cpu_count", "os.urandom", "os.listdir", "os.scandir", "os.walk", "os.stat", "os.access",
    "os.name", "os.linesep", "os.sep", "os.fspath", "os.getlogin", "os.times", "os.PathLike",
  ]

  /// Those whose functions cannot touch the database: their results are unknown, not their effects.
  static let harmless: Set<String> = [
    "abc", "base64", "binascii", "calendar", "collections", "contextvars", "copy", "dataclasses",
    "datetime", "decimal", "enum", "fractions", "functools", "getpass", "glob", "hashlib", "hmac",
    "html", "inspect", "io", "ipaddress", "itertools", "json", "logging", "math", "mimetypes",
    "operator", "pathlib", "platform", "random", "re", "secrets", "shlex", "statistics",
    "string", "sys", "textwrap", "time", "traceback", "typing", "typing_extensions", "unicodedata",
    "uuid", "warnings", "zoneinfo",
  ]
}

enum TypingNames {
  static let all: Set<String> = [
    "Any", "Optional", "Union", "List", "Dict", "Tuple", "Set", "Sequence", "Callable", "Iterable",
    "Enum", "IntEnum", "StrEnum", "auto", "unique", "NamedTuple", "TYPE_CHECKING", "cast",
  ]
}
