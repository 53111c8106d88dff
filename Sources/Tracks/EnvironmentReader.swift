import Diagnostics
import PythonConstants
import PythonSyntax
import PythonText
import Revisions

/// Reads what `env.py` gives to `context.configure`, without running it.
struct EnvironmentReader {
  /// For a run against a database.
  private(set) var environment = EnvironmentScript()
  /// For `--sql`.
  private(set) var offlineEnvironment = EnvironmentScript()
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var offlineNotes: [Diagnostic] = []
  private let module: PythonModule
  private let path: String
  private let names: ModuleNames
  private let modules: PythonModules
  /// What somebody said elsewhere, so that it need not be found here.
  private let said: Set<String>
  private var noted: Set<Int> = []
  private var unread: Set<String> = []

  init(_ module: PythonModule, path: String, modules: PythonModules, said: Set<String> = []) {
    self.module = module
    self.path = path
    self.modules = modules
    self.said = said
    names = ModuleNames(module, path: path)
    let finder = ConfigureCallFinder(module)
    diagnostics += finder.diagnostics
    let online = Self.calls(finder.calls, .online)
    let offline = Self.calls(finder.calls, .offline)
    for call in online { noteUnpacked(of: call) }
    environment = script(of: online)
    offlineEnvironment = offlineScript(of: offline, finder)
    let columns = VersionColumnFinder(module)
    environment.versionColumn = columns.made ?? .standard
    offlineEnvironment.versionColumn = columns.replacement ?? .standard
    noteActions(finder)
  }

  /// The calls that are made in a mode; all of them where none is.
  private static func calls(
    _ calls: [ConfigureCall], _ mode: ConfigureCall.Mode
  ) -> [ConfigureCall] {
    let found = calls.filter { $0.mode == mode || $0.mode == .either }
    return found.isEmpty ? calls : found
  }

  private mutating func script(of calls: [ConfigureCall]) -> EnvironmentScript {
    var script = EnvironmentScript()
    unread = []
    for unpacked in calls.flatMap(\.unpacked) {
      if case .dictionary = unpacked.kind { continue }
      unread.insert("version_table_schema")
    }
    if case .text(let name)? = agreed("version_table", in: calls) {
      script.versionTable = name.text
    }
    if case .text(let name)? = agreed("version_table_schema", in: calls) {
      script.versionTableSchema = name.text
    }
    if case .boolean(let value)? = agreed("version_table_pk", in: calls) {
      script.hasVersionTableKey = value
    }
    if case .boolean(let value)? = agreed("transaction_per_migration", in: calls) {
      script.isTransactionPerMigration = value
    }
    if case .boolean(let value)? = agreed("transactional_ddl", in: calls) {
      script.isTransactional = value
    }
    script.namingConvention = namingConvention(of: calls)
    script.unreadKeywords = unread
    return script
  }

  private mutating func offlineScript(
    of calls: [ConfigureCall], _ finder: ConfigureCallFinder
  ) -> EnvironmentScript {
    // What was said of the same expressions before is not said again.
    let before = diagnostics
    diagnostics = []
    var script = script(of: calls)
    if case .dictionary(let options)? = agreed("dialect_opts", in: calls),
      let style = options["paramstyle"]?.text
    {
      script.paramstyle = style
    }
    if !calls.isEmpty {
      script.hasLiteralBinds =
        if case .boolean(true)? = agreed("literal_binds", in: calls) { true } else { false }
    }
    offlineNotes = diagnostics
    if let first = calls.first, !script.hasLiteralBinds {
      offlineNotes.append(.noLiteralBinds(in: module.file, at: first.expression.range))
    }
    diagnostics = before
    let functions = calls.flatMap(\.functions).isEmpty ? [""] : calls.flatMap(\.functions)
    // A helper that runs the revisions is not followed: then any call of the file counts.
    let isRunHere = functions.contains(where: finder.running.contains)
    let beginning = isRunHere ? functions : [""]
    script.hasOuterTransaction =
      finder.running.isEmpty || beginning.contains(where: finder.beginning.contains)
    return script
  }

  /// What a call that serves both ways gives where there is an address and no connection.
  private static let offlineKeywords: Set<String> = ["literal_binds", "dialect_opts"]

  /// The value that all calls give a keyword; nil when none does or when it is not known.
  private mutating func agreed(_ name: String, in calls: [ConfigureCall]) -> PythonConstant? {
    guard !said.contains(name) else { return nil }
    var found: PythonConstant?
    for call in calls {
      if let given = call.conditional[name], !Self.offlineKeywords.contains(name) {
        unread.insert(name)
        note("'\(name)' in 'env.py' is given in some cases only", at: given)
        return nil
      }
      guard let expression = value(of: name, in: call) else { continue }
      guard let value = constant(expression, in: call), value.suits(name) else {
        unread.insert(name)
        note("'\(name)' in 'env.py' cannot be read without running Python", at: expression)
        return nil
      }
      if let found, !found.isSame(as: value) {
        unread.insert(name)
        note("the calls of 'context.configure' disagree about '\(name)'", at: expression)
        return nil
      }
      found = value
    }
    return found
  }

  private func value(of name: String, in call: ConfigureCall) -> Expression? {
    if let written = call.keywords[name] ?? call.conditional[name] { return written }
    for unpacked in call.unpacked {
      if case .dictionary(let items) = unpacked.kind {
        for item in items.reversed() {
          if case .string(name)? = item.key?.kind { return item.value }
        }
      }
    }
    return nil
  }

  private func constant(_ expression: Expression, in call: ConfigureCall) -> PythonConstant? {
    guard let expression = global(expression, in: call) else { return nil }
    return try? modules.constant(of: expression, in: names)
  }

  /// The expression that stands for another one at the end of the module; nil when a function's own
  /// name decides.
  private func global(_ expression: Expression, in call: ConfigureCall) -> Expression? {
    guard case .name(let name) = expression.kind, let local = call.locals[name] else {
      return expression
    }
    guard let local, case .name(let inner) = local.kind else { return local }
    return call.locals[inner] == nil ? local : nil
  }
}

extension EnvironmentReader {
  private mutating func namingConvention(of calls: [ConfigureCall]) -> [String: String]? {
    guard !said.contains("target_metadata") else { return nil }
    for call in calls {
      guard let expression = value(of: "target_metadata", in: call) else { continue }
      guard let metadata = global(expression, in: call) else {
        noteMetadata(UnknownValue(reason: nil), at: expression)
        return nil
      }
      switch modules.metadata(of: metadata, in: module, path: path) {
      case .plain: continue
      case .convention(let templates): return templates
      case .unknown(let reason): noteMetadata(reason, at: expression)
      }
    }
    return nil
  }

  private mutating func noteMetadata(_ reason: UnknownValue, at expression: Expression) {
    guard noted.insert(expression.range.lowerBound).inserted else { return }
    diagnostics.append(
      Diagnostic(
        .note, "naming-convention-unknown",
        "whether 'target_metadata' has a naming convention cannot be read without running Python"
          + (reason.reason.map { ": \($0)" } ?? ""), in: module.file, at: expression.range,
        hint: "none is assumed; say it in 'migrate.toml' as 'naming_convention'"))
  }

  /// Keywords that cannot be told one by one.
  private mutating func noteUnpacked(of call: ConfigureCall) {
    for unpacked in call.unpacked {
      if case .dictionary(let items) = unpacked.kind, items.allSatisfy({ $0.key != nil }) {
        continue
      }
      note("'env.py' gives 'context.configure' keywords that are not written out", at: unpacked)
    }
  }

  /// What `env.py` does beside running the revisions, which nobody else does in its place.
  private mutating func noteActions(_ finder: ConfigureCallFinder) {
    if let first = finder.executed.first {
      diagnostics.append(
        Diagnostic(
          .note, "environment-executes", "'env.py' executes SQL of its own, which is not run here",
          in: module.file, at: first.range,
          hint: "set what it sets in the database or in the address, or use 'before_up'"))
    }
    if let loop = finder.loops.first {
      diagnostics.append(
        Diagnostic(
          .note, "environment-loops",
          "'env.py' runs the revisions in a loop; they are run once here",
          in: module.file, at: loop.range.lowerBound..<loop.range.lowerBound + 3,
          hint: "run once for each schema or database, with settings of its own"))
    }
    let callback = finder.calls.compactMap { $0.keywords["on_version_apply"] }.first
    if let callback {
      note(
        "'on_version_apply' runs Python after each revision, which is not run here", at: callback)
    }
  }

  private mutating func note(_ message: String, at expression: Expression) {
    guard noted.insert(expression.range.lowerBound).inserted else { return }
    diagnostics.append(
      Diagnostic(
        .note, "environment-not-literal", message, in: module.file, at: expression.range,
        hint: "the default is assumed; say otherwise in 'migrate.toml'"))
  }
}

extension Diagnostic {
  fileprivate static func noLiteralBinds(in file: SourceFile, at range: Range<Int>) -> Self {
    Diagnostic(
      .note, "no-literal-binds",
      "without 'literal_binds=True' Alembic prints marks where values are bound; values are printed here",
      in: file, at: range, hint: "set literal_binds=True, as Alembic's template does")
  }
}

extension PythonConstant {
  fileprivate func suits(_ keyword: String) -> Bool {
    switch (self, keyword) {
    case (.boolean, "transaction_per_migration"), (.boolean, "transactional_ddl"),
      (.boolean, "version_table_pk"), (.boolean, "literal_binds"), (.none, "transactional_ddl"),
      (.text, "version_table"), (.text, "version_table_schema"), (.none, "version_table_schema"),
      (.dictionary, "dialect_opts"), (.none, "dialect_opts"):
      true
    default: false
    }
  }

  fileprivate func isSame(as other: PythonConstant) -> Bool {
    switch (self, other) {
    case (.none, .none): true
    case (.boolean(let mine), .boolean(let others)): mine == others
    case (.text(let mine), .text(let others)): mine.text == others.text
    case (.dictionary(let mine), .dictionary(let others)):
      mine.count == others.count
        && mine.allSatisfy { key, value in others[key].map { $0.isSame(as: value) } ?? false }
    default: false
    }
  }
}
