/// Command tags that depend on more than the kind of statement.
extension Tree {
  package var selectTag: String {
    var leaf = self
    while let left = leaf.child("larg") { leaf = left }
    return leaf.child("into_clause") == nil ? "SELECT" : "SELECT INTO"
  }

  package var createTableAsTag: String {
    if symbol("objtype") == "OBJECT_MATVIEW" { return "CREATE MATERIALIZED VIEW" }
    return flag("is_select_into") ? "SELECT INTO" : "CREATE TABLE AS"
  }

  package var transactionTag: String {
    switch symbol("kind") {
    case "TRANS_STMT_START": "START TRANSACTION"
    case "TRANS_STMT_COMMIT": "COMMIT"
    case "TRANS_STMT_ROLLBACK", "TRANS_STMT_ROLLBACK_TO": "ROLLBACK"
    case "TRANS_STMT_SAVEPOINT": "SAVEPOINT"
    case "TRANS_STMT_RELEASE": "RELEASE"
    case "TRANS_STMT_PREPARE": "PREPARE TRANSACTION"
    case "TRANS_STMT_COMMIT_PREPARED": "COMMIT PREPARED"
    case "TRANS_STMT_ROLLBACK_PREPARED": "ROLLBACK PREPARED"
    default: "BEGIN"
    }
  }

  package var discardTag: String {
    "DISCARD " + symbol("target").dropFirst("DISCARD_".count)
  }

  package var setTag: String {
    switch symbol("kind") {
    case "VAR_RESET", "VAR_RESET_ALL": "RESET"
    default: "SET"
    }
  }

  /// A column or constraint is renamed by altering what it belongs to.
  package var renameTag: String {
    let type = symbol("rename_type")
    let isColumn = type == "OBJECT_COLUMN"
    return "ALTER \(ObjectType.words(isColumn ? symbol("relation_type") : type))"
  }
}
