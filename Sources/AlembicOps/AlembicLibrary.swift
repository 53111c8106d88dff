import Diagnostics
import PostgresDDL
import PythonEvaluation
import SQLAlchemyValues
import SQLExpressions
import SQLText

/// Alembic's names: operations become statements, in the order in which they are called.
final class AlembicLibrary: PythonLibrary {
  let form: SQLForm
  let options: EvaluationOptions
  let file: SourceFile
  /// What reads the arguments of operations.
  let values: SQLAlchemyLibrary
  private(set) var statements: [AlembicStatement] = []
  /// Statements of a batch wait for the end of its block, while others go ahead.
  private var batched: [AlembicStatement] = []
  var isInBatch = false
  private(set) var isInAutocommitBlock = false
  private var compiler: OperationCompiler
  private static let maximumStatements = 20_000

  init(_ options: EvaluationOptions, file: SourceFile, values: SQLAlchemyLibrary) {
    form = options.form
    self.values = values
    self.options = options
    self.file = file
    compiler = OperationCompiler(
      form: options.form, version: options.sqlAlchemy, convention: options.namingConvention,
      doublesPercentSigns: options.doublesPercentSigns)
  }

  func owns(_ module: String) -> Bool { module == "alembic" || module.begins(with: "alembic.") }

  func value(of name: String, _ evaluator: Evaluator) -> PythonValue? {
    name == "alembic.context.config" ? .native(MigrationConfiguration(library: self)) : nil
  }

  /// A setting of the ini file.
  func mainOption(_ key: String) -> PythonValue {
    Self.value(of: options.mainOption?(key) ?? .unknown, "the setting '\(key)' is not known")
  }

  var versionTableSchema: PythonValue {
    Self.value(of: options.versionTableSchema, "the schema of the version table is not known")
  }

  private static func value(of text: KnownText, _ message: String) -> PythonValue {
    switch text {
    case .known(let text): text.map { .string($0) } ?? .none
    case .unknown: .unknown(.unknown(message))
    }
  }

  func call(
    _ name: String, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    if let operation = name.after("alembic.op.") {
      return try OperationReader(evaluator, self).callOperation(operation, arguments)
    }
    switch name {
    case "alembic.context.is_offline_mode": return .boolean(form == .offline)
    case "alembic.context.get_context": return .native(MigrationContext(library: self))
    case "alembic.context.get_x_argument":
      return .unknown(
        UnknownValue(.unknown("the arguments of the command line are not known"), isHarmless: true))
    case "alembic.context.get_bind": return .native(MigrationBind(library: self))
    default: return nil
    }
  }
}

extension AlembicLibrary: OperationPerforming {
  func perform(
    _ operation: Operation, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) {
    try perform(operation, evaluator, at: range, written: nil)
  }

  func isBind(_ value: PythonValue) -> Bool {
    if case .native(let object) = value { object is MigrationBind } else { false }
  }

  /// Compiles an operation and keeps its statements.
  func perform(
    _ operation: Operation, _ evaluator: Evaluator, at range: Range<Int>, written: PythonString?
  ) throws(EvaluationFailure) {
    guard evaluator.isRunning else {
      throw EvaluationFailure(Obstacle.unsupported("an operation outside of upgrade()"), at: range)
    }
    if let obstacle = values.obstacle { throw EvaluationFailure(obstacle, at: range) }
    evaluator.effectCount += 1
    let operation = try heard(operation, evaluator, at: range)
    let compiled: [CompiledStatement]
    do { compiled = try compiler.compile(operation) } catch {
      throw EvaluationFailure(error, at: range)
    }
    for place in compiled.indices {
      let sql = compiled[place].sql
      try evaluator.spend(sql.utf8.count, at: range)
      let isAsWritten = written.map { $0.text.utf8.elementsEqual(sql.utf8) } ?? false
      try keep(
        AlembicStatement(
          sql: sql, range: evaluator.rangeInMain(range),
          sqlOffset: isAsWritten ? written.flatMap(offset(of:)) : nil,
          isOutsideTransaction: isInAutocommitBlock, facts: compiled[place].facts), at: range)
    }
    try tellDone(operation, evaluator, at: range)
  }

  private func keep(
    _ statement: consuming AlembicStatement, at range: Range<Int>
  ) throws(EvaluationFailure) {
    guard statements.count + batched.count < Self.maximumStatements else {
      throw EvaluationFailure(Obstacle.limit("the revision makes too many statements"), at: range)
    }
    if isInBatch {
      batched.append(statement)
    } else {
      statements.append(statement)
    }
  }

  /// Where the text of a literal begins in the file, if it stands there as it is.
  private func offset(of string: PythonString) -> Int? {
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

extension AlembicLibrary {
  /// Begins a batch; false when another one is open that has statements already.
  func enterBatch() -> Bool { batched.isEmpty }

  func leaveBatch() {
    statements += batched
    batched = []
  }

  /// Begins what runs outside of any transaction; false when it has begun already.
  func enterAutocommitBlock(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) -> Bool {
    guard !isInAutocommitBlock else { return false }
    try keepTransactionWord("COMMIT", evaluator, at: range)
    isInAutocommitBlock = true
    return true
  }

  func leaveAutocommitBlock(
    _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) {
    isInAutocommitBlock = false
    try keepTransactionWord("BEGIN", evaluator, at: range)
  }

  /// `COMMIT` and `BEGIN` around an autocommit block, which only the offline form prints.
  private func keepTransactionWord(
    _ word: String, _ evaluator: Evaluator, at range: Range<Int>
  ) throws(EvaluationFailure) {
    guard form == .offline else { return }
    let control: TransactionControl = word == "BEGIN" ? .begin : .commit(andChain: false)
    try keep(
      AlembicStatement(
        sql: word, range: evaluator.rangeInMain(range),
        facts: StatementFacts(tag: word, transaction: .control(control))), at: range)
  }
}
