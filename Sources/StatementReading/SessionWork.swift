import PGParsing
import SQLText

/// What a statement has to do with what its session keeps for itself.
struct SessionWork: Sendable {
  private(set) var makes: [SessionObject] = []
  private var facts: StatementFacts
  /// Names that stand alone or behind `pg_temp`, of statements and code that only their words tell.
  private var words: Set<String> = []
  /// Names behind `pg_temp`.
  private var temporaryNames: Set<String> = []
  private var preparedStatement: String?
  private var cursor: String?
  /// Kinds of which nothing is left behind it.
  private var ended: Set<SessionObject.Kind> = []

  init(of statement: SQLStatement) {
    facts = statement.facts
    let names = Names(in: Array(statement.text.utf8))
    guard let reading = PGParser.read(statement: statement.text, { Reading(of: $0) }) else {
      words = names.alone.union(names.temporary)
      temporaryNames = names.temporary
      return
    }
    facts = reading.facts
    makes = reading.makes
    preparedStatement = reading.preparedStatement
    cursor = reading.cursor
    ended = reading.ended
    // What is dropped if it exists is not needed, nor is what the statement makes itself.
    if !reading.isOptional {
      temporaryNames = names.temporary.subtracting(facts.creates.map(\.name))
    }
    if let code = reading.code {
      let names = Names(in: Array(code.utf8))
      words = names.alone.union(names.temporary)
      temporaryNames.formUnion(names.temporary)
    }
  }

  /// Whether the statement fails where something is not there that was made in its session.
  func needs(_ object: SessionObject) -> Bool {
    let name = object.name
    return switch object.kind {
    case .preparedStatement: preparedStatement == name
    case .cursor: cursor == name
    // Nobody finds it but by its schema.
    case .function: temporaryNames.contains(name)
    case .type, .table, .view, .sequence:
      temporaryNames.contains(name) || words.contains(name)
        || facts.needs.contains { $0.name == name && $0.schema == nil && $0.kind.isInRelation }
    }
  }

  /// Whether nothing is left of an object behind the statement.
  func ends(_ object: SessionObject) -> Bool {
    let name = object.name
    if ended.contains(object.kind) { return true }
    switch object.kind {
    case .preparedStatement: return facts.tag == "DEALLOCATE" && preparedStatement == name
    case .cursor: return facts.tag == "CLOSE CURSOR" && cursor == name
    case .function, .type, .table, .view, .sequence:
      return facts.drops.contains {
        $0.name == name && $0.member == nil && ($0.schema == nil || $0.schema == "pg_temp")
      }
    }
  }
}

extension SchemaObject.Kind {
  /// Whether it is a relation, or something that has its name from one.
  fileprivate var isInRelation: Bool {
    switch self {
    case .relation, .column, .policy, .trigger, .constraint, .type: true
    case .schema, .function, .role, .extension, .publication: false
    }
  }
}

/// What the tree of a statement tells.
private struct Reading: Sendable {
  let facts: StatementFacts
  var makes: [SessionObject] = []
  var preparedStatement: String?
  var cursor: String?
  var ended: Set<SessionObject.Kind> = []
  var isOptional = false
  var code: String?

  init(of tree: Tree) {
    facts = FactsBuilder.facts(of: tree)
    switch tree.name {
    case "PrepareStmt": add(.preparedStatement, tree.text("name"))
    case "ExecuteStmt", "ExplainStmt": preparedStatement = tree.executed
    case "DeallocateStmt":
      preparedStatement = tree.text("name")
      if preparedStatement == nil { ended = [.preparedStatement] }
    case "DeclareCursorStmt": if tree.keepsCursor { add(.cursor, tree.text("portalname")) }
    case "FetchStmt": cursor = tree.text("portalname")
    case "ClosePortalStmt":
      cursor = tree.text("portalname")
      if cursor == nil { ended = [.cursor] }
    case "DiscardStmt": ended = tree.discarded
    case "DropStmt": isOptional = tree.flag("missing_ok")
    case "AlterTableStmt": isOptional = tree.flag("missing_ok")
    case "DoStmt": code = tree.option("as", in: "args")?.child("arg")?.text("sval")
    case "CreateTableAsStmt":
      preparedStatement = tree.executed
      addTemporary(endsWithTransaction: tree.child("into")?.symbol("on_commit"))
    case "SelectStmt": addTemporary(endsWithTransaction: tree.intoClause?.symbol("on_commit"))
    case "CreateStmt": addTemporary(endsWithTransaction: tree.symbol("oncommit"))
    default: addTemporary(endsWithTransaction: nil)
    }
  }

  private mutating func add(_ kind: SessionObject.Kind, _ name: String?) {
    if let name { makes.append(SessionObject(kind: kind, name: name)) }
  }

  /// What comes into the session's own schema: the relation or else what there is, without indexes,
  /// sequences of columns and types of rows.
  private mutating func addTemporary(endsWithTransaction action: String?) {
    let made = facts.creates.filter { $0.schema == "pg_temp" && $0.member == nil }
    guard action != "ONCOMMIT_DROP",
      let main = made.first(where: { $0.kind == .relation }) ?? made.first
    else { return }
    switch main.kind {
    case .relation where facts.tag == "CREATE INDEX": break
    case .relation where facts.tag == "CREATE VIEW": add(.view, main.name)
    case .relation where facts.tag == "CREATE SEQUENCE": add(.sequence, main.name)
    case .relation: add(.table, main.name)
    case .type: add(.type, main.name)
    case .function: add(.function, main.name)
    default: break
    }
  }
}

extension Tree {
  /// The prepared statement that is run by `EXECUTE`, alone or inside another statement.
  fileprivate var executed: String? {
    switch name {
    case "ExecuteStmt": text("name")
    case "ExplainStmt", "CreateTableAsStmt": child("query")?.executed
    default: nil
    }
  }

  /// `WITH HOLD`; others end with their transaction.
  fileprivate var keepsCursor: Bool { number("options") & 0x20 != 0 }

  fileprivate var intoClause: Tree? {
    var leaf = self
    while let left = leaf.child("larg") { leaf = left }
    return leaf.child("into_clause")
  }

  fileprivate var discarded: Set<SessionObject.Kind> {
    let temporary: Set<SessionObject.Kind> = [.table, .view, .sequence, .type, .function]
    return switch symbol("target") {
    case "DISCARD_ALL": temporary.union([.preparedStatement, .cursor])
    case "DISCARD_TEMP": temporary
    default: []
    }
  }
}

/// The names in a text, by what stands before them.
private struct Names {
  /// Without a schema, or anything else and a point.
  var alone: Set<String> = []
  var temporary: Set<String> = []

  init(in bytes: [UInt8]) {
    var scanner = SQLScanner(bytes)
    var qualifier: String?
    var last: String?
    while let token = scanner.next() {
      if token.kind == .comment { continue }
      if let name = token.identifier(in: bytes) {
        switch qualifier {
        case nil: alone.insert(name)
        case "pg_temp": temporary.insert(name)
        default: break
        }
        last = name
        qualifier = nil
        continue
      }
      let isPoint = token.kind == .punctuation && bytes[token.range].elementsEqual(".".utf8)
      qualifier = isPoint ? last ?? "" : nil
      last = nil
    }
  }
}
