import Diagnostics
import PythonConstants
import PythonSyntax
import PythonText

/// Finds the calls of `context.configure` in an `env.py`, without running it.
struct EnvironmentReader {
  private(set) var environment = EnvironmentScript()
  private(set) var diagnostics: [Diagnostic] = []
  private let file: SourceFile
  private let names: ModuleNames
  private let modules: PythonModules
  private var calls: [Expression] = []

  init(_ module: PythonModule, path: String, modules: PythonModules) {
    file = module.file
    names = ModuleNames(module, path: path)
    self.modules = modules
    visit(module.body)
    let keywords = calls.map(keywords)
    if calls.contains(where: \.hasUnpackedKeywords) {
      environment.unreadKeywords.formUnion([
        "version_table", "version_table_schema", "transaction_per_migration",
      ])
    }
    if let table = agreed("version_table", in: keywords), case .text(let name) = table {
      environment.versionTable = name.text
    }
    if let schema = agreed("version_table_schema", in: keywords), case .text(let name) = schema {
      environment.versionTableSchema = name.text
    }
    if let each = agreed("transaction_per_migration", in: keywords), case .boolean(let value) = each
    {
      environment.isTransactionPerMigration = value
    }
  }

  private func keywords(of call: Expression) -> [String: Expression] {
    guard case .call(_, let arguments) = call.kind else { return [:] }
    return arguments.reduce(into: [:]) { result, argument in
      if case .keyword(let name) = argument.kind { result[name.text] = argument.value }
    }
  }

  /// The value that all calls give a keyword; nil when none does or when it is not known.
  private mutating func agreed(
    _ name: String, in calls: [[String: Expression]]
  ) -> PythonConstant? {
    var found: PythonConstant?
    for expression in calls.compactMap({ $0[name] }) {
      guard let value = try? modules.constant(of: expression, in: names), value.suits(name) else {
        environment.unreadKeywords.insert(name)
        note("'\(name)' in 'env.py' cannot be read without running Python", at: expression)
        return nil
      }
      if let found, !found.isSame(as: value) {
        environment.unreadKeywords.insert(name)
        note("the calls of 'context.configure' disagree about '\(name)'", at: expression)
        return nil
      }
      found = value
    }
    return found
  }

  private mutating func note(_ message: String, at expression: Expression) {
    diagnostics.append(
      Diagnostic(
        .note, "environment-not-literal", message, in: file, at: expression.range,
        hint: "the default is assumed; say otherwise in 'migrate.toml'"))
  }
}

extension EnvironmentReader {
  private mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value), .assign(_, let value), .annotatedAssign(_, _, let value?),
      .return(let value?):
      visit(value)
    case .if(let branches, let otherwise):
      visit(branches.flatMap(\.body) + otherwise)
    case .for(let loop): visit(loop.body + loop.otherwise)
    case .while(_, let body, let otherwise): visit(body + otherwise)
    case .try(let attempt):
      visit(attempt.body + attempt.handlers.flatMap(\.body))
      visit(attempt.otherwise + attempt.finally)
    case .with(let with):
      with.items.forEach { visit($0.context) }
      visit(with.body)
    case .match(_, let cases): visit(cases.flatMap(\.body))
    case .class(let type): visit(type.body)
    case .function(let function):
      do throws(Diagnostic) {
        visit(try function.body.statements())
      } catch {
        diagnostics.append(error)
      }
    default: break
    }
  }

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .call(let callee, let arguments):
      if case .attribute(let owner, let name) = callee.kind, name.text == "configure",
        owner.isAlembicContext
      {
        calls.append(expression)
        if let unpacked = arguments.first(where: { $0.isUnpacked }) {
          note(
            "'env.py' gives 'context.configure' keywords that are not written out",
            at: unpacked.value)
        }
      }
      visit(callee)
      arguments.forEach { visit($0.value) }
    case .attribute(let owner, _), .await(let owner), .lambda(_, let owner): visit(owner)
    default: break
    }
  }
}

extension Expression {
  fileprivate var hasUnpackedKeywords: Bool {
    if case .call(_, let arguments) = kind {
      arguments.contains(where: \.isUnpacked)
    } else {
      false
    }
  }
}

extension Argument {
  fileprivate var isUnpacked: Bool {
    if case .unpackedKeywords = kind { true } else { false }
  }
}

extension Expression {
  /// Whether this is `context`, or `alembic.context`.
  fileprivate var isAlembicContext: Bool {
    switch kind {
    case .name(let name): name == "context"
    case .attribute(_, let name): name.text == "context"
    default: false
    }
  }
}

extension PythonConstant {
  fileprivate func suits(_ keyword: String) -> Bool {
    switch (self, keyword) {
    case (.boolean, "transaction_per_migration"), (.text, "version_table"),
      (.text, "version_table_schema"), (.none, "version_table_schema"):
      true
    default: false
    }
  }

  fileprivate func isSame(as other: PythonConstant) -> Bool {
    switch (self, other) {
    case (.none, .none): true
    case (.boolean(let mine), .boolean(let others)): mine == others
    case (.text(let mine), .text(let others)): mine.text == others.text
    default: false
    }
  }
}
