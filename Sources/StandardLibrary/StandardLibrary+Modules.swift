import PythonEvaluation

extension StandardLibrary {
  /// A function of a module of the standard library; nil when it has no meaning here.
  func callModule(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    if ModuleNames.loggers.contains(name.firstPart) { return logging(&arguments) }
    switch name {
    case "warnings.warn", "warnings.simplefilter", "warnings.filterwarnings", "time.sleep",
      "sys.stdout.write", "sys.stderr.write", "sys.stdout.flush", "traceback.print_exc",
      "pprint.pprint":
      _ = arguments.rest()
      _ = arguments.restOfKeywords()
      return PythonValue.none
    case "textwrap.dedent":
      let text = try arguments.string("text", 0)
      try evaluator.spend(text.utf8.count, at: range)
      return .string(text.dedented)
    case "inspect.cleandoc": return nil
    case "json.dumps": return try dumpJSON(&arguments, evaluator)
    case "json.loads":
      let argument = try arguments.require("s", 0)
      if let unknown = argument.value.asUnknown { return .unknown(unknown) }
      return try loadJSON(try argument.string(), evaluator, at: range)
    case "copy.copy", "copy.deepcopy":
      let value = try arguments.require("x", 0)
      return try copy(value, isDeep: name == "copy.deepcopy", evaluator)
    case "operator.itemgetter", "operator.attrgetter":
      return .native(
        Getter(isItem: name == "operator.itemgetter", keys: arguments.rest().map(\.value)))
    case "typing.cast":
      _ = try arguments.require("typ", 0)
      return try arguments.require("val", 1).value
    default: break
    }
    if name.after("datetime.") != nil || name.after("decimal.") != nil || name.after("uuid.") != nil
    {
      return try makeLiteral(name, &arguments, evaluator)
    }
    if name.after("os.") != nil || name.after("pathlib.") != nil || name.after("io.") != nil
      || name.after("codecs.") != nil
    {
      return try callPathFunction(name, &arguments, evaluator)
    }
    if name.after("collections.") != nil || name.after("typing.") != nil {
      return try makeCollection(name, &arguments, evaluator)
    }
    return try callFunctional(name, &arguments, evaluator)
  }

  /// A log says nothing to the database, and a logger's method returns nothing of use.
  private func logging(_ arguments: inout CallArguments) -> PythonValue {
    _ = arguments.rest()
    _ = arguments.restOfKeywords()
    return .name("logging.Logger")
  }

  /// What the modules make that work on functions, classes and iterators.
  private func callFunctional(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    switch name {
    case "enum.auto": return .native(AutomaticValue())
    case "enum.Enum", "enum.IntEnum", "enum.StrEnum":
      return .classObject(try evaluator.enumeration(deriving: name, &arguments))
    case "enum.unique", "typing.final", "typing.runtime_checkable", "abc.abstractmethod",
      "functools.total_ordering", "typing.override", "typing.no_type_check":
      return try arguments.require("cls", 0).value
    case "functools.cached_property":
      return .descriptor(PythonDescriptor(.property, try arguments.require("func", 0).value))
    case "functools.wraps":
      _ = arguments.rest()
      return .native(Passing())
    case "functools.partial":
      var rest = arguments.rest()
      guard !rest.isEmpty else { return nil }
      let function = rest.removeFirst().value
      return .native(
        Partial(function: function, positional: rest, keywords: arguments.restOfKeywords()))
    case "functools.reduce":
      let function = try arguments.require("function", 0)
      var values = try items(try arguments.require("iterable", 1), evaluator)
      if let first = arguments.take("initial", 2) { values.insert(first.value, at: 0) }
      guard var result = values.first else { return nil }
      for value in values.dropFirst() {
        result = try evaluator.call(function.value, with: [result, value], at: range)
      }
      return result
    case "contextlib.contextmanager":
      let argument = try arguments.require("func", 0)
      guard case .function(let function) = argument.value else {
        throw argument.wrong("a function")
      }
      function.isContextManager = true
      return argument.value
    case "contextlib.nullcontext":
      return .native(NullContext(value: arguments.take("enter_result", 0)?.value ?? .none))
    case "contextlib.suppress":
      // What is suppressed is never raised by an operation here: see `try`.
      _ = arguments.rest()
      return .native(NullContext(value: .none))
    case "dataclasses.dataclass": return try dataclass(&arguments, evaluator)
    case "dataclasses.field":
      let value = arguments.take("default")?.value
      let factory = arguments.take("default_factory")?.value
      let isInInit = try arguments.flag("init", default: true)
      arguments.ignore("repr", "compare", "hash", "metadata", "kw_only")
      return .native(FieldOptions(defaultValue: value, factory: factory, isInInit: isInInit))
    case "dataclasses.asdict":
      let argument = try arguments.require("obj", 0)
      guard case .instance(let instance) = argument.value else {
        throw argument.wrong("a dataclass")
      }
      return try evaluator.dictionary(
        instance.type.members.map { (.string($0), instance.attributes[$0] ?? .none) }, at: range)
    default: return try callIteration(name, &arguments, evaluator)
    }
  }

  private func callIteration(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    switch name {
    case "itertools.chain":
      var all: [PythonValue] = []
      for argument in arguments.rest() { all += try items(argument, evaluator) }
      return try evaluator.iterator(all, at: range)
    case "itertools.chain.from_iterable":
      var all: [PythonValue] = []
      for value in try items(try arguments.require("iterable", 0), evaluator) {
        all += try evaluator.iterate(value, at: range)
      }
      return try evaluator.iterator(all, at: range)
    case "itertools.product":
      var rows: [[PythonValue]] = [[]]
      let count = try arguments.optionalInteger("repeat") ?? 1
      guard count == 1 else { return nil }
      for argument in arguments.rest() {
        let values = try items(argument, evaluator)
        try evaluator.spend(rows.count * values.count, at: range)
        rows = rows.flatMap { row in values.map { row + [$0] } }
      }
      var tuples: [PythonValue] = []
      for row in rows { tuples.append(try evaluator.tuple(row, at: range)) }
      return try evaluator.iterator(tuples, at: range)
    case "itertools.islice":
      let values = try items(try arguments.require("iterable", 0), evaluator)
      let end = try arguments.require("stop", 1).integer()
      return try evaluator.iterator(Array(values.prefix(max(0, end))), at: range)
    default: return nil
    }
  }

  private func dataclass(
    _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
    let isFrozen = try arguments.flag("frozen")
    let isKeywordOnly = try arguments.flag("kw_only")
    arguments.ignore("slots", "eq", "order", "repr", "unsafe_hash", "init")
    guard let argument = arguments.take("cls", 0) else {
      return .native(DataclassDecorator(isFrozen: isFrozen, isKeywordOnly: isKeywordOnly))
    }
    guard case .classObject(let type) = argument.value else { throw argument.wrong("a class") }
    evaluator.makeDataclass(type, isFrozen: isFrozen, isKeywordOnly: isKeywordOnly)
    return argument.value
  }

  private func makeCollection(
    _ name: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = arguments.range
    switch name {
    case "collections.OrderedDict": return try makeDictionary(&arguments, evaluator)
    case "collections.defaultdict":
      let factory = arguments.take("default_factory", 0)?.value
      let value = try evaluator.dictionary(at: range)
      if case .dictionary(let dictionary) = value, let factory, !factory.isNone {
        dictionary.factory = factory
      }
      return value
    case "collections.namedtuple":
      let typeName = try arguments.string("typename", 0)
      let fields = try arguments.require("field_names", 1)
      let names =
        fields.isString
        ? try fields.string().unicodeScalars.split { $0 == " " || $0 == "," }.map { String($0) }
        : try fields.strings()
      let defaults = try arguments.take("defaults").map {
        argument throws(EvaluationFailure) in try items(argument, evaluator)
      }
      let type = evaluator.namedTuple(typeName, names)
      for (name, value) in zip(names.reversed(), (defaults ?? []).reversed()) {
        type.set(name, value)
      }
      return .classObject(type)
    default: return nil
    }
  }

  private func copy(
    _ argument: PythonArgument, isDeep: Bool, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    let range = argument.range
    try evaluator.enter(at: range)
    defer { evaluator.leave() }
    func part(_ value: PythonValue) throws(EvaluationFailure) -> PythonValue {
      guard isDeep else { return value }
      guard let copy = try copy(PythonArgument(value, at: range), isDeep: true, evaluator) else {
        throw argument.refuse(.unsupported("a copy of \(value.kindName) is not evaluated"))
      }
      return copy
    }
    switch argument.value {
    case .list(let list):
      var items: [PythonValue] = []
      for item in list.items { items.append(try part(item)) }
      return try evaluator.list(items, at: range)
    case .dictionary(let dictionary) where dictionary.factory == nil:
      var entries: [(key: PythonValue, value: PythonValue)] = []
      for entry in dictionary.entries { entries.append((entry.key, try part(entry.value))) }
      return try evaluator.dictionary(entries, at: range)
    case .set(let set):
      return try evaluator.set(Array(set.items.values), isFrozen: set.isFrozen, at: range)
    case .instance, .native, .iterator: return nil
    default: return argument.value
    }
  }
}

extension String {
  /// `textwrap.dedent`: without the blanks that all lines begin with; blank lines become empty.
  var dedented: String {
    let lines = utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    var margin: [UInt8]?
    for line in lines {
      let indent = Array(line.prefix(while: isBlank))
      guard indent.count < line.count else { continue }
      guard let known = margin else {
        margin = indent
        continue
      }
      margin = Array(Swift.zip(known, indent).prefix { $0.0 == $0.1 }.map(\.0))
    }
    let width = margin?.count ?? 0
    return lines.map { line in
      line.allSatisfy(isBlank) ? "" : String(decoding: Array(line.dropFirst(width)), as: UTF8.self)
    }.joined(separator: "\n")
  }
}
