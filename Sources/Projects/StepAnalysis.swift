import AlembicOps
import Diagnostics
import Digests
import PGParsing
import PostgresDDL
import PythonSyntax
import PythonText
import RenderedFiles
import Revisions
import SQLExpressions
import SQLText
import StatementReading
import Threads
import Tracks

/// What a revision's file says that it does: read for pending revisions alone.
struct StepAnalysis: Sendable {
  let revision: Revision
  /// Where the statements come from.
  var origin: StepOrigin
  /// Why the revision's Python cannot be told, where it is to be run by Alembic if that is allowed.
  var liveReason: Diagnostic?
  var statements: [StepStatement] = []
  var segments: [Segment] = []
  var fingerprint = ""
  var segmentFingerprints: [String] = []
  /// Milliseconds, where the file asks for a time limit of its own.
  var statementTimeout: Int?
  /// The same for waiting for a lock.
  var lockTimeout: Int?
  /// Whether the file asks for no transaction at all.
  var isAutocommit = false
  /// What the file says about a statement that loses data: the reason why it may.
  var allowsDataLoss = false
  var diagnostics: [Diagnostic] = []
  /// Whether the revision's own file does not tell its statements, and what was stored of it does not either.
  var lacksStatements = false

  init(revision: Revision) {
    self.revision = revision
    let isSQL = revision.id.track == .supabase
    origin = StepOrigin(
      .native, because: isSQL ? "its file is SQL" : "its statements were read from its Python",
      in: revision.source)
  }

  /// Where each statement is, for messages.
  func location(of statement: Int) -> SourceLocation {
    origin.source.location(at: offset(of: statement))
  }

  /// Where each statement begins in its source, in bytes.
  func offset(of statement: Int) -> Int {
    statements[statement].codeRange.lowerBound
  }

  var objects: RevisionObjects {
    RevisionObjects(
      revision: revision.id,
      statements: statements.indices.map { index in
        let facts = statements[index].sql.facts
        return RevisionObjects.Statement(
          creates: facts.creates, needs: facts.needs, drops: facts.drops,
          location: facts.needs.isEmpty ? nil : location(of: index))
      })
  }
}

extension Project {
  /// What somebody wants of each revision's statements, worked out on all cores.
  func analyse<Value: Sendable>(
    _ revisions: [Revision], _ read: @Sendable (StepAnalysis) -> Value
  ) -> [Value] {
    prepareEvaluation(of: revisions)
    return revisions.parallelMap { read(analyse($0)) }
  }

  /// A revision's statements with everything that is known of them.
  func analyse(_ revision: Revision) -> StepAnalysis {
    ahead[revision.id] ?? analyseNow(revision)
  }

  func analyseNow(_ revision: Revision) -> StepAnalysis {
    var analysis = StepAnalysis(revision: revision)
    if let file = supabaseFiles[revision.id] {
      analysis.readSQL(of: file.source)
    } else if let file = alembicFile(revision.id) {
      analysis.readPython(file, evaluationOptions(.online), rendered: renderedFile)
    }
    analysis.readDirectives(directives(of: revision.id))
    guard !analysis.diagnostics.hasErrors else { return analysis }
    analysis.isAutocommit =
      supabaseFiles[revision.id]?.isDeclaredNonTransactional == true
      || directives(of: revision.id).contains { $0.name == .noTransaction }
    analysis.fingerprint = analysis.statementFingerprint
    analysis.divide()
    return analysis
  }
}

extension StepAnalysis {
  mutating func readSQL(of source: SourceFile) {
    let parsed = PGParser.statements(of: source, for: .psql)
    diagnostics += parsed.diagnostics
    statements = parsed.statements.map { sql in
      let start = sql.offset ?? 0
      return StepStatement(
        sql: sql, range: start..<start + sql.text.utf8.count, textOffset: sql.offset,
        codeOffset: sql.codeOffset)
    }
  }

  fileprivate mutating func readPython(
    _ file: AlembicFile, _ options: EvaluationOptions,
    rendered: (Revision) -> Result<RenderedFile?, Diagnostic>
  ) {
    let module: PythonModule
    do { module = try file.wholeModule(calling: .upgrade) } catch {
      diagnostics += error.diagnostics
      origin = StepOrigin(
        .refused, because: error.diagnostics.first?.message ?? "", in: revision.source)
      return
    }
    switch AlembicEvaluation.statements(
      of: .upgrade, in: module, file: file.source, options: options)
    {
    case .failure(let refusal): readRendered(rendered(revision), insteadOf: refusal)
    case .success(let operations):
      for operation in operations { append(operation) }
    }
  }

  private mutating func append(_ operation: AlembicStatement) {
    if let facts = operation.facts {
      let sql = SQLStatement(text: operation.sql, offset: nil, facts: facts)
      statements.append(
        StepStatement(
          sql: sql.alone(operation.isOutsideTransaction), range: operation.range,
          textOffset: operation.sqlOffset))
      return
    }
    // A text may hold several statements; each has its own place where the text is in the file.
    let parsed = PGParser.statements(
      of: SourceFile(path: revision.source.path, text: operation.sql))
    let place = revision.source.location(at: operation.range.lowerBound)
    diagnostics += parsed.diagnostics.map { diagnostic in
      var moved = diagnostic
      moved.location = place
      moved.excerpt = revision.source.excerpt(
        at: operation.range.lowerBound, length: operation.range.count)
      return moved
    }
    for sql in parsed.statements {
      let offset = operation.sqlOffset.flatMap { start in sql.offset.map { start + $0 } }
      let range = offset.map { $0..<$0 + sql.text.utf8.count } ?? operation.range
      statements.append(
        StepStatement(
          sql: sql.alone(operation.isOutsideTransaction), range: range, textOffset: offset,
          codeOffset: offset == nil ? 0 : sql.codeOffset))
    }
  }

  fileprivate mutating func readDirectives(_ directives: [Directive]) {
    for directive in directives {
      switch directive.name {
      case .after, .noTransaction, .idempotent: break
      case .timeout: statementTimeout = duration(directive)
      case .lockTimeout: lockTimeout = duration(directive)
      case .allow: allowsDataLoss = true
      }
    }
  }

  /// What the directive says, in milliseconds.
  private mutating func duration(_ directive: Directive) -> Int? {
    let duration = Self.milliseconds(directive.argument)
    // PostgreSQL keeps its timeouts as milliseconds in 32 bits.
    if let duration, duration <= Int32.max { return duration }
    diagnostics.append(
      Diagnostic(
        .error, "bad-duration",
        "'\(directive.argument)' is \(duration == nil ? "no duration" : "too long")",
        at: directive.location,
        hint: duration == nil
          ? "write a number and a unit: 500ms, 30s, 5min, 1h"
          : "PostgreSQL takes no more than 596h; 0s is no limit"))
    return nil
  }

  /// A duration such as `5min` in milliseconds, or as many as there can be.
  private static func milliseconds(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = ["ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000]
    let unit = text.dropFirst(digits.count).filter { $0 != " " }
    guard !digits.isEmpty, let factor = units[String(unit)] else { return nil }
    let (result, isTooMuch) = (Int(digits) ?? .max).multipliedReportingOverflow(by: factor)
    return isTooMuch ? .max : result
  }

  mutating func divide() {
    let effects = statements.map { $0.sql.isEmpty ? nil : $0.sql.facts.transaction }
    do {
      segments = try Segment.divide(
        effects, isAutocommit: isAutocommit,
        divisions: EnumValue.divisions(of: statements.map(\.sql)),
        access: statements.map(\.sql.facts.access))
      segmentFingerprints = fingerprintsOfSegments
    } catch {
      diagnostics.append(
        Diagnostic(
          .error, error.code, error.message, in: origin.source,
          at: statements[error.statement].codeRange, hint: error.hint))
    }
  }

  var statementFingerprint: String { fingerprint(statements) }

  /// One for each segment; a single one is the whole revision.
  fileprivate var fingerprintsOfSegments: [String] {
    guard segments.count > 1 else { return segments.map { _ in fingerprint } }
    return segments.map { fingerprint($0.statements.map { statements[$0] }) }
  }

  private func fingerprint(_ statements: [StepStatement]) -> String {
    SHA256.hex(
      statements.filter { !$0.sql.isEmpty }.flatMap { statement in
        SQLCanonicalText.of(Array(statement.sql.text.utf8)) + Array(";\n".utf8)
          + Array((statement.sql.rows.map(digest) ?? "").utf8)
      })
  }

  /// SHA-256 of the rows that a `COPY` has in the file.
  private func digest(of rows: CopyRows) -> String {
    switch rows {
    case .inFile(let range): SHA256.hex(Array(origin.source.bytes[range]))
    case .onDisk(let gap): gap.digest
    }
  }
}

extension SQLStatement {
  /// Where the statement itself begins, behind leading comments.
  var codeOffset: Int {
    guard let first = text.utf8.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "/")
    else { return 0 }
    var scanner = SQLScanner(Array(text.utf8))
    while let token = scanner.next() {
      if token.kind != .comment { return token.range.lowerBound }
    }
    return 0
  }

  /// The statement as one that must not share a transaction, when the revision says so.
  func alone(_ isAlone: Bool) -> SQLStatement {
    guard isAlone, facts.transaction == .ordinary else { return self }
    var facts = facts
    facts.transaction = .standalone
    return SQLStatement(text: text, offset: offset, facts: facts, rows: rows)
  }
}

extension AlembicFile {
  /// The syntax tree, of all that is not certain to be right: Alembic imports the file, so that a fault in a function nobody calls counts too.
  func wholeModule(calling function: RevisionFunction) throws(AlembicRefusal) -> PythonModule {
    if let module = try? PythonModule.parseWhole(source, calling: function.rawValue) {
      return module
    }
    // Something is wrong: each function is asked for what is wrong with it.
    let module: PythonModule
    do throws(Diagnostic) { module = try self.module() } catch { throw AlembicRefusal([error]) }
    let faults = module.checkBodies()
    guard faults.isEmpty else { throw AlembicRefusal(faults) }
    return module
  }
}
