import Diagnostics
import PostgresDDL
import PythonSyntax
import SQLText

/// Evaluates the Python that migrations are written in: no more of it than can be known for certain.
///
/// Nothing is executed. What the interpreter does not know becomes an unknown value where it is harmless and a
/// refusal where an operation depends on it. Values have no identity: what would change one in place is refused,
/// but for a list that only one name holds.
struct Interpreter {
  let file: SourceFile
  let form: SQLForm
  var module: [String: PythonValue] = [:]
  /// The names of the function that runs; nil at module level.
  var locals: [String: PythonValue]?
  /// Names of this scope whose list nothing else can refer to, so that it may grow in place.
  var growingLists: Set<String> = []
  /// Whether `upgrade()` runs: only then is there something to operate on.
  var isUpgrading = false
  var isInAutocommitBlock = false
  var compiler: OperationCompiler
  var statements: [AlembicStatement] = []
  /// Statements of a batch wait for the end of its block, while others go ahead.
  var batched: [AlembicStatement] = []
  var isInBatch = false
  private var budget = Budget()

  init(file: SourceFile, options: EvaluationOptions) {
    self.file = file
    form = options.form
    compiler = OperationCompiler(
      form: options.form, version: options.sqlAlchemy, convention: options.namingConvention)
  }

  /// What a revision may cost before it is refused.
  private struct Budget {
    var steps = 500_000
    /// Bytes of text and elements of lists that are made.
    var volume = 8_000_000
    var depth = 0
    static let maximumDepth = 120
    static let maximumStatements = 20_000
  }
}

extension Interpreter {
  /// Counts one step of evaluation.
  mutating func step(at range: Range<Int>) throws(EvaluationFailure) {
    budget.steps -= 1
    guard budget.steps > 0 else {
      throw EvaluationFailure(
        Refusal(.limit, "the revision takes too many steps to evaluate", hint: Refusal.waysOut),
        at: range)
    }
  }

  /// Counts what is about to be made.
  mutating func spend(_ volume: Int, at range: Range<Int>) throws(EvaluationFailure) {
    guard volume <= budget.volume else {
      throw EvaluationFailure(
        Refusal(.limit, "the revision makes too much text to evaluate", hint: Refusal.waysOut),
        at: range)
    }
    budget.volume -= volume
  }

  /// Counts the parts of a value that was just made; refuses one that grows without end.
  mutating func admit(_ value: PythonValue, at range: Range<Int>) throws(EvaluationFailure) {
    switch value {
    case .list, .tuple, .dictionary, .expression, .change, .method: break
    default: return
    }
    let size = ValueSize(of: value, maximumCount: budget.volume)
    guard !size.isTooLarge else {
      throw EvaluationFailure(
        Refusal(.limit, "this value is too large to evaluate", hint: Refusal.waysOut), at: range)
    }
    budget.volume -= size.count
  }

  /// Enters an expression or a function; `leave` must follow.
  mutating func enter(at range: Range<Int>) throws(EvaluationFailure) {
    budget.depth += 1
    guard budget.depth <= Budget.maximumDepth else {
      throw EvaluationFailure(
        Refusal(.limit, "the revision is nested too deeply to evaluate", hint: Refusal.waysOut),
        at: range)
    }
  }

  mutating func leave() { budget.depth -= 1 }

  var isInFunction: Bool { locals != nil }

  func lookUp(_ name: String) -> PythonValue? { locals?[name] ?? module[name] }

  mutating func bind(_ name: String, to value: PythonValue) {
    growingLists.remove(name)
    if locals != nil {
      locals?[name] = value
    } else {
      module[name] = value
    }
  }

  /// Compiles an operation and keeps its statements.
  mutating func perform(
    _ operation: Operation, at range: Range<Int>, written: PythonString? = nil
  ) throws(EvaluationFailure) {
    guard isUpgrading else {
      throw EvaluationFailure(.unsupported("an operation outside of upgrade()"), at: range)
    }
    let compiled: [CompiledStatement]
    do { compiled = try compiler.compile(operation) } catch {
      throw EvaluationFailure(error, at: range)
    }
    for statement in compiled {
      try spend(statement.sql.utf8.count, at: range)
      let isAsWritten = written.map { $0.text.utf8.elementsEqual(statement.sql.utf8) } ?? false
      try keep(
        AlembicStatement(
          sql: statement.sql, range: range,
          sqlOffset: isAsWritten ? written.flatMap(offset(of:)) : nil,
          isOutsideTransaction: isInAutocommitBlock, facts: statement.facts), at: range)
    }
  }

  mutating func keep(
    _ statement: AlembicStatement, at range: Range<Int>
  ) throws(EvaluationFailure) {
    guard statements.count + batched.count < Budget.maximumStatements else {
      throw EvaluationFailure(
        Refusal(.limit, "the revision makes too many statements", hint: Refusal.waysOut),
        at: range)
    }
    if isInBatch {
      batched.append(statement)
    } else {
      statements.append(statement)
    }
  }

  /// Where the text of a literal begins in the file, if it stands there as it is.
  func offset(of string: PythonString) -> Int? {
    guard let range = string.literal, range.upperBound <= file.bytes.count else { return nil }
    let bytes = file.bytes
    var start = range.lowerBound
    while start < range.upperBound,
      bytes[start] | 0x20 == UInt8(ascii: "r") || bytes[start] | 0x20 == UInt8(ascii: "u")
    {
      start += 1
    }
    guard start < range.upperBound else { return nil }
    let quote = bytes[start]
    let isTriple =
      range.upperBound - start >= 6 && bytes[start + 1] == quote && bytes[start + 2] == quote
    let width = isTriple ? 3 : 1
    let text = string.text.utf8
    let end = start + width + text.count
    guard end + width == range.upperBound, bytes[start + width..<end].elementsEqual(text) else {
      return nil
    }
    return start + width
  }
}
