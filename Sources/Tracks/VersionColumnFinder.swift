import PythonSyntax
import Revisions

/// Finds what `env.py` says of the column of Alembic's version table, which holds 32 characters otherwise.
///
/// Projects with long identifiers either replace `version_table_impl`, the hook that Alembic offers since 1.14, or make or
/// widen the table with SQL of their own before the revisions run.
struct VersionColumnFinder {
  /// What Alembic makes, and so prints offline.
  private(set) var replacement: VersionColumn?
  /// What SQL of `env.py` leaves behind.
  private(set) var written: VersionColumn?
  private var found: VersionColumn?
  private var isReplaced = false
  private var numbers: [String: Int?] = [:]

  init(_ module: PythonModule) {
    visit(module.body)
    if isReplaced {
      replacement = found
    } else {
      written = Self.widest(written, found)
    }
  }

  /// The column that a table gets that is not there yet.
  var made: VersionColumn? { Self.widest(replacement, written) }

  private static func widest(_ one: VersionColumn?, _ other: VersionColumn?) -> VersionColumn? {
    guard let one, let other else { return one ?? other }
    return other.isWider(than: one) ? other : one
  }

  private mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value), .return(let value?): visit(value)
    case .assign(let targets, let value):
      for target in targets { assign(value, to: target) }
      visit(value)
    case .annotatedAssign(let target, _, let value?):
      assign(value, to: target)
      visit(value)
    case .if(let branches, let otherwise): visit(branches.flatMap(\.body) + otherwise)
    case .for(let loop): visit(loop.body + loop.otherwise)
    case .while(_, let body, let otherwise): visit(body + otherwise)
    case .try(let attempt):
      visit(attempt.body + attempt.handlers.flatMap(\.body) + attempt.otherwise + attempt.finally)
    case .with(let with):
      for item in with.items { visit(item.context) }
      visit(with.body)
    case .class(let type): if type.isOfPostgreSQL { visit(type.body) }
    case .function(let function):
      if function.name.text == "version_table_impl" { isReplaced = true }
      // What cannot be parsed is told where the calls of `configure` are looked for.
      visit((try? function.body.statements()) ?? [])
    default: break
    }
  }

  private mutating func assign(_ value: Expression, to target: Expression) {
    switch (target.kind, value.kind) {
    case (.name(let name), .integer(let number)):
      numbers[name] = .some(numbers[name] == nil ? number : nil)
    case (.name(let name), _): numbers[name] = .some(nil)
    case (.attribute(_, let name), _) where name.text == "version_table_impl": isReplaced = true
    // `table.c.version_num.type = String(64)`.
    case (.attribute(let column, let name), _) where name.text == "type":
      if case .attribute(_, let owner) = column.kind, owner.text == "version_num" {
        found = type(value) ?? found
      }
    default: break
    }
  }

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .call(let callee, let arguments):
      if callee.lastName == "Column", arguments.count > 1,
        case .string("version_num") = arguments[0].value.kind
      {
        found = type(arguments[1].value) ?? found
      }
      visit(callee)
      arguments.forEach { visit($0.value) }
    case .attribute(let owner, _), .await(let owner), .starred(let owner), .lambda(_, let owner):
      visit(owner)
    case .list(let items), .tuple(let items): items.forEach { visit($0) }
    case .conditional(_, let then, let otherwise):
      visit(then)
      visit(otherwise)
    case .string(let text): written = Self.widest(written, Self.column(in: text))
    default: break
    }
  }

  /// `String(64)`, `sa.String(length=LENGTH)`, `Text`.
  private func type(_ expression: Expression) -> VersionColumn? {
    guard case .call(let callee, let arguments) = expression.kind else {
      return Self.unlimited(expression.lastName)
    }
    guard let argument = arguments.first?.value else { return Self.unlimited(callee.lastName) }
    guard Self.unlimited(callee.lastName) == .unlimited else {
      return Self.unlimited(callee.lastName)
    }
    switch argument.kind {
    case .integer(let number) where number > 0: return VersionColumn(width: number)
    case .name(let name): return (numbers[name] ?? nil).map { VersionColumn(width: $0) }
    default: return nil
    }
  }

  private static func unlimited(_ name: String?) -> VersionColumn? {
    switch name {
    case "String", "VARCHAR", "Unicode": .unlimited
    case "Text", "TEXT", "UnicodeText": .text
    default: nil
    }
  }

  /// The column in `ALTER TABLE … ALTER COLUMN version_num TYPE VARCHAR(255)` or a `CREATE TABLE`.
  private static func column(in text: String) -> VersionColumn? {
    let text = text.lowercased()
    guard text.contains("alter table") || text.contains("create table"),
      let name = text.firstRange(of: "version_num")
    else { return nil }
    var words = text[name.upperBound...].split { !$0.isLetter && !$0.isNumber && $0 != "(" }
      .prefix(5).map(String.init)
    while let first = words.first, ["set", "data", "type"].contains(first) { words.removeFirst() }
    guard var type = words.first else { return nil }
    if type == "character", words.count > 1 { type = words[1] }
    if type == "text" { return .text }
    guard type.hasPrefix("varchar") || type.hasPrefix("varying") else { return nil }
    let number = type.drop { !$0.isNumber }.prefix { $0.isNumber }
    return Int(number).map { VersionColumn(width: $0) } ?? .unlimited
  }
}

extension Expression {
  /// The name of a callee without what stands before it.
  fileprivate var lastName: String? {
    switch kind {
    case .name(let name): name
    case .attribute(_, let name): name.text
    default: nil
    }
  }
}

extension ClassDefinition {
  /// Whether it is no implementation of another database (`__dialect__ = "sqlite"`).
  fileprivate var isOfPostgreSQL: Bool {
    !body.contains { statement in
      guard case .assign(let targets, let value) = statement.kind,
        case .string(let dialect) = value.kind
      else { return false }
      return dialect != "postgresql"
        && targets.contains { if case .name("__dialect__") = $0.kind { true } else { false } }
    }
  }
}
