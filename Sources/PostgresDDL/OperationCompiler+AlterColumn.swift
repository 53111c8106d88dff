import SQLExpressions
import SQLText

extension OperationCompiler {
  /// One statement a facet, in Alembic's order.
  func alterColumn(_ altered: AlteredColumn) throws(Refusal) -> [CompiledStatement] {
    let table = altered.table
    var statements: [CompiledStatement] = []
    if altered.type != nil, let existing = altered.existingType,
      let check = Self.labelCheck(of: altered.column, type: existing)
    {
      guard let name = try named(check, in: table).name else {
        throw .invalid("the CHECK of the existing type has no name and cannot be dropped")
      }
      statements.append(try dropConstraint(name, of: table, ifExists: false))
    }
    if let type = altered.type {
      let sql = "TYPE \(try type.sql(inTableSchema: nil))\(altered.usingClause)"
      statements.append(alter(altered, sql, needs: type.namedObject(inTableSchema: nil)))
    }
    if let nullable = altered.nullable {
      statements.append(alter(altered, nullable ? "DROP NOT NULL" : "SET NOT NULL"))
    }
    if let change = altered.defaultChange {
      statements.append(alter(altered, try words(for: change)))
    }
    switch altered.comment {
    case .set(let text)?:
      statements.append(commentColumn(altered.column, of: table, text, isDotted: true))
    case .drop?:
      statements.append(commentColumn(altered.column, of: table, nil, isDotted: true))
    case nil: break
    }
    if let name = altered.newName { statements.append(rename(altered, to: name)) }
    if let type = altered.type, let check = Self.labelCheck(of: altered.column, type: type) {
      statements.append(try addConstraint(try named(check, in: table), to: table))
    }
    return statements
  }

  private func words(for change: AlteredColumn.DefaultChange) throws(Refusal) -> String {
    switch change {
    case .drop: return "DROP DEFAULT"
    case .set(let value): return "SET DEFAULT \(try value.sql(style))"
    case .dropIdentity: return "DROP IDENTITY"
    case .addIdentity(let options): return "ADD \(options.sql)"
    case .setIdentity(let old, let new):
      let words = try Self.differences(from: old, to: new)
      guard !words.isEmpty else { throw .unsupported("an identity that does not change") }
      return words.map { "SET \($0)" }.joined(separator: " ")
    }
  }

  /// The options that differ, by the names SQLAlchemy gives them.
  private static func differences(
    from old: IdentityOptions, to new: IdentityOptions
  ) throws(Refusal) -> [String] {
    var words: [(name: String, text: String)] = []
    if old.isAlways != new.isAlways {
      words.append(("always", "GENERATED \(new.isAlways ? "ALWAYS" : "BY DEFAULT")"))
    }
    let before = old.words.map { "\($0.name) \($0.text)" }
    words += new.words.filter { !before.contains("\($0.name) \($0.text)") }
    return words.sorted { $0.name < $1.name }.map(\.text)
  }

  private func alter(
    _ altered: AlteredColumn, _ words: String, needs type: SchemaObject? = nil
  ) -> CompiledStatement {
    let table = altered.table
    let facts = StatementFacts(
      tag: "ALTER TABLE", locks: [RelationLock(table.relation, .accessExclusive)],
      needs: [table.relation, table.column(altered.column)] + (type.map { [$0] } ?? []))
    let column = SQLName.quoted(altered.column)
    return CompiledStatement(
      sql: "ALTER TABLE \(table.dotted) ALTER COLUMN \(column) \(words)", facts: facts)
  }

  private func rename(_ altered: AlteredColumn, to name: String) -> CompiledStatement {
    let table = altered.table
    let facts = StatementFacts(
      tag: "ALTER TABLE", locks: [RelationLock(table.relation, .accessExclusive)],
      creates: [table.column(name)], needs: [table.relation, table.column(altered.column)],
      drops: [table.column(altered.column)])
    let (old, new) = (SQLName.quoted(altered.column), SQLName.quoted(name))
    return CompiledStatement(
      sql: "ALTER TABLE \(table.dotted) RENAME \(old) TO \(new)", facts: facts)
  }
}

extension AlteredColumn {
  var usingClause: String { using.flatMap { $0.isEmpty ? nil : " USING \($0)" } ?? "" }
}
