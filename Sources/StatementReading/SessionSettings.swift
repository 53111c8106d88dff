import PGParsing
package import SQLText

extension SQLStatement {
  /// What sets again in a new session what the statement has set in one; nil where that is nothing.
  ///
  /// `pg_dump` sets with `SELECT set_config(…)`. A value that is worked out is not known to be the same
  /// a second time, and code that sets something cannot be told from other code.
  package var settingAgain: String? {
    switch facts.tag {
    case "SET", "RESET": PGParser.read(statement: text, Self.isLocal) == true ? nil : text
    case "DISCARD ALL": "RESET SESSION AUTHORIZATION; RESET ALL"
    case "SELECT": PGParser.read(statement: text, Self.setsOnly) == true ? text : nil
    default: nil
    }
  }

  /// Whether the statement takes back what somebody else has set of how long statements may wait and run.
  package var resetsLimits: Bool {
    switch facts.tag {
    case "DISCARD ALL": true
    case "SET", "RESET": PGParser.read(statement: text, Self.resetsLimits) == true
    default: false
    }
  }

  @Sendable private static func resetsLimits(_ tree: Tree) -> Bool? {
    switch tree.symbol("kind") {
    case "VAR_RESET_ALL": true
    case "VAR_RESET", "VAR_SET_DEFAULT":
      ["lock_timeout", "statement_timeout"].contains(tree.text("name") ?? "")
    default: false
    }
  }

  /// `SET LOCAL` and its like, which end with their transaction.
  @Sendable private static func isLocal(_ tree: Tree) -> Bool? { tree.flag("is_local") }

  @Sendable private static func setsOnly(_ tree: Tree) -> Bool? {
    let targets = tree.list("target_list")
    return tree.name == "SelectStmt" && !targets.isEmpty && tree.list("from_clause").isEmpty
      && tree.child("where_clause") == nil
      && targets.allSatisfy { target in
        guard let call = target.child("val"), call.kind == .funcCall else { return false }
        let name = call.names("funcname")
        return (name == ["set_config"] || name == ["pg_catalog", "set_config"])
          && call.list("args").allSatisfy { $0.kind == .constant }
      }
  }
}
