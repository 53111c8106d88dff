package import Diagnostics
import PythonSyntax

/// Evaluates Python: no more of it than can be known for certain.
///
/// Nothing is executed. What is not known becomes an unknown value where it is harmless, and a failure where
/// something depends on it. An evaluator is for one run; `finish()` frees what it made.
package final class Evaluator {
  /// The file whose literals and places are kept.
  package let main: ModuleObject
  let libraries: [any PythonLibrary]
  /// Those that are asked for names with a first part, found once for each.
  private var concerned: [(firstPart: String, prefix: String, libraries: [any PythonLibrary])] = []
  let provider: ModuleProvider?
  package let sidecars: SidecarReader?
  var scope: Scope
  var frame = Frame()
  /// Whether calls happen for their effect: module level only makes names.
  package var isRunning = false
  /// The exception on its way to a handler.
  var exception: PythonValue?
  /// The exceptions whose handlers run, innermost last.
  var handled: [PythonValue] = []
  /// How many `try` blocks with handlers are open.
  var openTries = 0
  var modules: [String: ModuleObject] = [:]
  var missingModules: Set<String> = []
  /// Imported names that are being looked up.
  var resolving: Set<String> = []
  var exceptionClasses: [String: PythonClass] = [:]
  /// What the project added to a module of a library, by its full name: `sa.GUID = GUID`.
  var addedMembers: [String: PythonValue] = [:]
  /// Functions in which a module-level statement failed.
  var failedFunctions: [PythonFunction] = []
  /// How often a library did something to the outside.
  package var effectCount = 0
  private var budget = Budget()
  private var heap: [any Clearable] = []

  /// What the code that runs now belongs to.
  struct Frame {
    var function: PythonFunction?
    /// Where the main file called what runs now, when that lies elsewhere.
    var callFromMain: Range<Int>?
    /// What happens to the values that the function yields.
    var onYield: ((PythonValue) throws(EvaluationFailure) -> PythonValue)?
    var receiver: PythonValue?
  }

  /// What a run may cost.
  private struct Budget {
    var steps = 500_000
    /// Bytes of text and elements of containers that are made.
    var volume = 8_000_000
    var depth = 0
    static let maximumDepth = 160
  }

  package init(
    _ main: ModuleObject, libraries: [any PythonLibrary], modules provider: ModuleProvider? = nil,
    sidecars: SidecarReader? = nil
  ) {
    self.main = main
    self.libraries = libraries
    self.provider = provider
    self.sidecars = sidecars
    scope = Scope(.module, module: main, parent: nil)
    heap.append(main)
  }

  /// Frees everything that the run made; the evaluator is of no use afterwards.
  package func finish() {
    scope = Scope(.module, module: main, parent: nil)
    frame = Frame()
    for object in heap { object.clear() }
    heap = []
    modules = [:]
    addedMembers = [:]
  }
}

extension Evaluator {
  /// The library of a kind that takes part.
  package func library<Library: PythonLibrary>(_ kind: Library.Type) -> Library? {
    for library in libraries {
      if let found = library as? Library { return found }
    }
    return nil
  }

  /// The libraries that a full name may mean something to, in their order.
  func libraries(for path: String) -> [any PythonLibrary] {
    for place in concerned.indices
    where path.begins(with: concerned[place].prefix) || path == concerned[place].firstPart {
      return concerned[place].libraries
    }
    let firstPart = path.firstPart
    let found = libraries.filter { $0.concerns(firstPart) }
    // A file that imports more is odd, and a long list would be slow.
    if concerned.count < 16 { concerned.append((firstPart, firstPart + ".", found)) }
    return found
  }

  package var file: SourceFile { scope.module.file }

  /// The module whose code runs.
  package var module: ModuleObject { scope.module }

  /// Whether the code that runs stands in the main file.
  package var isInMain: Bool { scope.module === main }

  /// The bytes of the main file that stand for something that happens now.
  package func rangeInMain(_ range: Range<Int>) -> Range<Int> {
    isInMain ? range : frame.callFromMain ?? 0..<0
  }

  /// Counts one step of evaluation.
  func step(at range: Range<Int>) throws(EvaluationFailure) {
    budget.steps -= 1
    guard budget.steps > 0 else {
      throw EvaluationFailure(.limit("the revision takes too many steps to evaluate"), at: range)
    }
  }

  /// Counts what is about to be made.
  package func spend(_ volume: Int, at range: Range<Int>) throws(EvaluationFailure) {
    guard volume <= budget.volume else {
      throw EvaluationFailure(.limit("the revision makes too much text to evaluate"), at: range)
    }
    budget.volume -= volume
  }

  /// Enters an expression or a function; `leave` must follow.
  package func enter(at range: Range<Int>) throws(EvaluationFailure) {
    budget.depth += 1
    guard budget.depth <= Budget.maximumDepth else {
      throw EvaluationFailure(.limit("the revision is nested too deeply to evaluate"), at: range)
    }
  }

  package func leave() { budget.depth -= 1 }

  /// Refuses an object of a library that grows without end.
  func admit(_ value: PythonValue, at range: Range<Int>) throws(EvaluationFailure) -> PythonValue {
    guard case .native(let object) = value else { return value }
    guard let size = object.size else {
      throw EvaluationFailure(.limit("this value is too large to evaluate"), at: range)
    }
    try spend(size, at: range)
    return value
  }

  func keep(_ object: any Clearable) { heap.append(object) }

  package func list(
    _ items: [PythonValue], at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    try spend(items.count + 1, at: range)
    let list = PythonList(items)
    heap.append(list)
    return .list(list)
  }

  package func tuple(
    _ items: [PythonValue], type: PythonClass? = nil, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    try spend(items.count + 1, at: range)
    let tuple = PythonTuple(items, type: type)
    guard tuple.depth <= 100 else {
      throw EvaluationFailure(.limit("this value is too large to evaluate"), at: range)
    }
    return .tuple(tuple)
  }

  package func iterator(
    _ items: [PythonValue], at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    try spend(items.count + 1, at: range)
    let iterator = PythonIterator(items)
    heap.append(iterator)
    return .iterator(iterator)
  }

  package func dictionary(
    _ entries: [(key: PythonValue, value: PythonValue)] = [], at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    let dictionary = PythonDictionary()
    heap.append(dictionary)
    for entry in entries { try set(entry.value, for: entry.key, in: dictionary, at: range) }
    return .dictionary(dictionary)
  }

  package func set(
    _ items: [PythonValue], isFrozen: Bool = false, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    try spend(items.count + 1, at: range)
    let set = PythonSet(isFrozen: isFrozen)
    heap.append(set)
    for item in items { set.insert(item, try key(of: item, at: range)) }
    return .set(set)
  }

  package func set(
    _ value: PythonValue, for key: PythonValue, in dictionary: PythonDictionary,
    at range: Range<Int>
  ) throws(EvaluationFailure) {
    try spend(1, at: range)
    dictionary.set(value, for: key, try self.key(of: key, at: range))
  }

  package func instance(_ type: PythonClass) -> PythonInstance {
    let instance = PythonInstance(type)
    heap.append(instance)
    return instance
  }

  package func key(
    of value: PythonValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> HashKey {
    if let key = value.hashKey { return key }
    switch value {
    case .list, .dictionary, .set:
      throw raise("TypeError", "unhashable type", at: range)
    default: throw PythonArgument(value, at: range).wrong("a key")
    }
  }

  /// What a name stands for at the end of a module.
  package func value(
    of name: String, in module: ModuleObject, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue? {
    try evaluate(module)
    if let value = module.names[name] { return try resolved(value, at: range) }
    return module.anything.map { .unknown($0) }
  }
}
