import PGParsing
package import SQLText

extension SQLStatement {
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
}
