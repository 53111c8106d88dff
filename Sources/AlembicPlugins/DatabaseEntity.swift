import PythonEvaluation
import StandardLibrary

/// An entity of alembic_utils: a function, a view, a trigger and their like, and the SQL that makes and drops it.
struct DatabaseEntity: NativeObject {
  enum Kind {
    case function(definition: String)
    case view(definition: String)
    case materializedView(definition: String, hasData: Bool)
    case `extension`
    case policy(definition: String, on: String)
    case trigger(definition: String, on: String, isConstraint: Bool)
    case grant(Grant)
  }

  /// `PGGrantTable`.
  struct Grant {
    let table: String
    let role: String
    let privilege: String
    let columns: [String]
    let isGrantable: Bool
  }

  let kind: Kind
  let schema: String
  let signature: String

  var kindName: String { "an entity of alembic_utils" }

  func call(
    _ method: String?, _ arguments: CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    switch method {
    case "to_sql_statement_create": break
    case "to_sql_statement_drop":
      let cascades = try own.flag("cascade", 0)
      try own.finish()
      return try evaluator.text(
        try dropped(cascades: cascades, at: arguments.range), at: arguments.range)
    case "to_sql_statement_create_or_replace":
      try own.finish()
      var texts: [PythonValue] = []
      for statement in try replaced(at: arguments.range) {
        texts.append(try evaluator.text(statement, at: arguments.range))
      }
      return try evaluator.iterator(texts, at: arguments.range)
    default: return nil
    }
    try own.finish()
    return try evaluator.text(try created(at: arguments.range), at: arguments.range)
  }

  /// What `op.create_entity` and its like send.
  func statements(
    _ operation: String, cascades: Bool, at range: Range<Int>
  ) throws(EvaluationFailure) -> [String] {
    switch operation {
    case "create_entity": [try created(at: range)]
    case "drop_entity": [try dropped(cascades: cascades, at: range)]
    default: try replaced(at: range)
    }
  }
}

extension DatabaseEntity {
  private var quotedSchema: String { Self.quoted(schema) }

  private func created(at range: Range<Int>) throws(EvaluationFailure) -> String {
    switch kind {
    case .function(let definition):
      return "CREATE FUNCTION \(quotedSchema).\(try functionName(at: range)) \(definition)"
    case .view(let definition):
      return "CREATE VIEW \(quotedSchema).\"\(signature)\" AS \(definition);"
    case .materializedView: return materialized + ";"
    case .extension: return "CREATE EXTENSION \"\(signature)\" WITH SCHEMA \(quotedSchema);"
    case .policy(let definition, let table):
      return "CREATE POLICY \(signature) on \(table) \(definition)"
    case .trigger(let definition, _, let isConstraint):
      let text = try Self.qualified(definition, schema: schema, at: range)
      return "CREATE\(isConstraint ? " CONSTRAINT" : "") TRIGGER \"\(signature)\" \(text)"
    case .grant(let grant):
      let columns =
        grant.columns.isEmpty ? "" : "( \(grant.columns.joined(separator: ", ")) )"
      return
        "GRANT \(grant.privilege) \(columns) ON \(quotedSchema).\(Self.quoted(grant.table)) TO "
        + "\(Self.quoted(grant.role)) \(grant.isGrantable ? " WITH GRANT OPTION" : "")"
    }
  }

  private func dropped(
    cascades: Bool, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    let cascade = cascades ? "cascade" : ""
    switch kind {
    case .function: return try droppedFunction(at: range) + cascade
    case .view: return "DROP VIEW \(quotedSchema).\"\(signature)\" \(cascade)"
    case .materializedView:
      return "DROP MATERIALIZED VIEW \(quotedSchema).\"\(signature)\" \(cascade)"
    case .extension: return "DROP EXTENSION \"\(signature)\" \(cascade.uppercased())"
    case .policy(_, let table): return "DROP POLICY \(signature) on \(table) \(cascade)"
    case .trigger(_, let table, _): return "DROP TRIGGER \"\(signature)\" ON \(table) \(cascade)"
    case .grant(let grant):
      return "REVOKE \(grant.privilege) ON \(quotedSchema).\(Self.quoted(grant.table)) FROM "
        + Self.quoted(grant.role)
    }
  }

  private func replaced(at range: Range<Int>) throws(EvaluationFailure) -> [String] {
    let name = "\(quotedSchema).\"\(signature)\""
    switch kind {
    case .function(let definition):
      let signature = try functionName(at: range)
      return ["CREATE OR REPLACE FUNCTION \(quotedSchema).\(signature) \(definition)"]
    case .view(let definition): return [replacedView(name, definition)]
    case .materializedView: return ["DROP MATERIALIZED VIEW IF EXISTS \(name); ", materialized]
    case .extension:
      throw EvaluationFailure(
        .invalid("alembic_utils cannot replace the extension '\(signature)'"), at: range)
    case .policy(let definition, let table):
      return [
        "DROP POLICY IF EXISTS \(signature) on \(table);",
        "CREATE POLICY \(signature) on \(table) \(definition);",
      ]
    case .trigger(_, let table, _):
      return [
        "DROP TRIGGER IF EXISTS \"\(signature)\" ON \(table);", try created(at: range),
      ]
    case .grant: return [try dropped(cascades: false, at: range), try created(at: range)]
    }
  }

  private func replacedView(_ name: String, _ definition: String) -> String {
    """

            do $$
                begin
                    CREATE OR REPLACE VIEW \(name) AS \(definition);

                exception when others then
                    DROP VIEW IF EXISTS \(name);

                    CREATE VIEW \(name) AS \(definition);
                end;
            $$ language 'plpgsql'
            
    """
  }

  private var materialized: String {
    guard case .materializedView(let definition, let hasData) = kind else { return "" }
    let text = definition.stripped(of: nil, left: false, right: true)
      .stripped(of: ";", left: false, right: true)
    return "CREATE MATERIALIZED VIEW \(quotedSchema).\"\(signature)\" AS \(text) WITH "
      + "\(hasData ? "" : "NO") DATA"
  }

  /// `name(parameters)` with the name in quotes.
  private func functionName(at range: Range<Int>) throws(EvaluationFailure) -> String {
    guard let open = signature.firstIndex(of: "(") else { throw unreadable("signature", at: range) }
    return "\"\(String(signature[..<open]).withoutBlanks)\"" + signature[open...]
  }

  private func droppedFunction(at range: Range<Int>) throws(EvaluationFailure) -> String {
    guard let open = signature.firstIndex(of: "("), signature.last == ")",
      open > signature.startIndex
    else { throw unreadable("signature", at: range) }
    let name = String(signature[..<open]).withoutBlanks
    let inside = signature[signature.index(after: open)...].dropLast()
    // alembic_utils splits at every comma and leaves out defaults, as far as it recognises them.
    let parameters = inside.split(separator: ",", omittingEmptySubsequences: false).map {
      let text = String($0)
      let end = text.lowercased().firstRange(of: "default")?.lowerBound
      let count = end.map { text.lowercased().distance(from: text.lowercased().startIndex, to: $0) }
      return String(text.prefix(count ?? text.count)).withoutBlanks
    }
    return "DROP FUNCTION \(quotedSchema).\"\(name)\"(\(parameters.joined(separator: ", "))) "
  }

  private func unreadable(_ part: String, at range: Range<Int>) -> EvaluationFailure {
    EvaluationFailure(
      .invalid("alembic_utils cannot read the \(part) '\(signature)'"), at: range)
  }

  /// The body of a trigger with its table in the schema of the entity.
  ///
  /// alembic_utils reads `event ON table action`, words in any case.
  private static func qualified(
    _ definition: String, schema: String, at range: Range<Int>
  ) throws(EvaluationFailure) -> String {
    let scalars = Array(definition.unicodeScalars)
    func isBlank(_ index: Int) -> Bool { index < scalars.count && scalars[index].isPythonBlank }
    func afterBlanks(_ index: Int) -> Int {
      var index = index
      while isBlank(index) { index += 1 }
      return index
    }
    func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
    var place = 1
    while place < scalars.count {
      let word = afterBlanks(place)
      if word > place, word + 2 < scalars.count, text(word..<word + 2).lowercased() == "on",
        isBlank(word + 2)
      {
        let table = afterBlanks(word + 2)
        var end = table + 1
        while end < scalars.count, !isBlank(end) { end += 1 }
        let action = afterBlanks(end)
        guard action < scalars.count else { break }
        let name = text(table..<end)
        let bare = name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name
        return "\(text(0..<place)) ON \(schema).\(bare) \(text(action..<scalars.count))"
      }
      place += 1
    }
    throw EvaluationFailure(
      .invalid("alembic_utils cannot read this definition of a trigger"), at: range)
  }
}
