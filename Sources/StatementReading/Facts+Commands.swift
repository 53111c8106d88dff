import PGParsing
import SQLText

/// Statements that carry a query, and those that manage transactions.
extension FactsBuilder {
  /// `SELECT`, unless it is the old form of `CREATE TABLE AS`.
  mutating func select(_ tree: Tree) {
    var leaf = tree
    while let left = leaf.child("larg") { leaf = left }
    if let target = leaf.child("into_clause")?.relation("rel") { createRelation(target) }
    walk(tree)
  }

  mutating func createTableAs(_ tree: Tree) {
    if let target = tree.child("into")?.relation("rel") { createRelation(target) }
    walkCommand(tree.child("query"))
  }

  /// A command inside another, of those that may stand there.
  private mutating func walkCommand(_ tree: Tree?) {
    guard let tree else { return }
    let outer = tag
    read(statement: tree)
    tag = outer
  }

  /// `EXPLAIN` runs its command only with `ANALYZE`.
  mutating func explain(_ tree: Tree) {
    if tree.option("analyze", in: "options")?.isOn == true {
      walkCommand(tree.child("query"))
    } else {
      let command = tree.child("query")
      let isTableAs = command?.name == "CreateTableAsStmt"
      define { $0.walkCommand(isTableAs ? command?.child("query") : command) }
    }
  }

  mutating func prepare(_ tree: Tree) {
    for type in tree.list("argtypes") { needType(type) }
    define { $0.walkCommand(tree.child("query")) }
  }

  mutating func copy(_ tree: Tree) {
    if let relation = tree.relation("relation") {
      need(relation)
      lock(relation, tree.flag("is_from") ? .rowExclusive : .accessShare)
      for column in tree.names("attlist") { needColumn(column, of: relation) }
      within(QueryScope(relation: relation)) { $0.walk(tree.child("where_clause")) }
    }
    walkCommand(tree.child("query"))
  }

  mutating func readTransaction(_ tree: Tree) {
    let andChain = tree.flag("chain")
    let control: TransactionControl? =
      switch tree.symbol("kind") {
      case "TRANS_STMT_BEGIN", "TRANS_STMT_START": .begin
      case "TRANS_STMT_COMMIT": .commit(andChain: andChain)
      case "TRANS_STMT_ROLLBACK": .rollback(andChain: andChain)
      case "TRANS_STMT_SAVEPOINT", "TRANS_STMT_RELEASE", "TRANS_STMT_ROLLBACK_TO": .savepoint
      case "TRANS_STMT_PREPARE": .prepare
      case "TRANS_STMT_COMMIT_PREPARED", "TRANS_STMT_ROLLBACK_PREPARED": .finishPrepared
      default: nil
      }
    if let control { transaction = .control(control) }
    if control == .begin {
      access = tree.isReadOnly(in: "options").map { .transaction(isReadOnly: $0) }
    }
  }
}
