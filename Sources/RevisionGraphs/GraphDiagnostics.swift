import Diagnostics

/// The wording of what can be wrong with a graph.
extension Diagnostic {
  static func duplicate(of first: GraphNode, _ second: GraphNode) -> Self {
    Diagnostic(
      .error, "duplicate-revision",
      "revision '\(second.id)' is declared in '\(first.location.path)' and in "
        + "'\(second.location.path)'",
      at: second.location, hint: "give one of them a new id, or remove the copy",
      related: [Related("also declared here", at: first.location)])
  }

  static func emptyIdentifier(_ node: GraphNode) -> Self {
    Diagnostic(
      .error, "bad-identifier", "the revision identifier is empty", at: node.location,
      hint: "give the revision an id, such as twelve hexadecimal digits")
  }

  static func illegalCharacters(_ characters: [String], in node: GraphNode) -> Self {
    let list = characters.map { "'\($0)'" }.joined(separator: ", ")
    return Diagnostic(
      .error, "bad-identifier", "\(list) not allowed in revision identifier '\(node.id)'",
      at: node.location, hint: "use letters, digits and underscores")
  }

  static func longIdentifier(_ node: GraphNode, length: Int, limit: Int) -> Self {
    Diagnostic(
      .warning, "long-identifier",
      "revision identifier '\(node.id)' has \(length) characters, Alembic's version table holds \(limit)",
      at: node.location, hint: "shorten the identifier, or widen the column first")
  }

  static func labelCollision(
    _ label: GraphNode.Reference, of node: GraphNode, with other: GraphNode
  ) -> Self {
    Diagnostic(
      .error, "label-collision",
      "branch label '\(label.name)' of revision '\(node.id)' is already used by revision "
        + "'\(other.id)'",
      at: label.location, hint: "choose another label",
      related: [Related("used here", at: other.location)])
  }

  static func missingParent(
    _ parent: GraphNode.Reference, of node: GraphNode, labelOf owner: String?, whole: String?
  ) -> Self {
    let hint =
      if parent.name.isEmpty {
        "write None for a revision without a parent"
      } else if let owner {
        "'\(parent.name)' is a branch label; write the id, such as '\(owner)'"
      } else if let whole {
        "write the whole id '\(whole)'"
      } else {
        "restore the missing file, or correct 'down_revision'"
      }
    return Diagnostic(
      .error, "missing-parent",
      "revision '\(node.id)' follows '\(parent.name)', which no file declares",
      at: parent.location, hint: hint)
  }

  static func missingDependency(
    _ dependency: GraphNode.Reference, of node: GraphNode, whole: String?
  ) -> Self {
    Diagnostic(
      .error, "missing-dependency",
      "revision '\(node.id)' depends on '\(dependency.name)', which is no revision or branch label",
      at: dependency.location,
      hint: whole.map { "write the whole id '\($0)'" }
        ?? "restore the missing file, or correct 'depends_on'")
  }

  static func selfLoop(
    _ node: GraphNode, at location: SourceLocation, through name: String
  ) -> Self {
    Diagnostic(
      .error, "revision-cycle", "revision '\(node.id)' names itself in '\(name)'", at: location,
      hint: "remove '\(node.id)' from '\(name)'")
  }

  /// Names each revision of a circle once, each followed by one that needs it.
  static func circle(_ circle: [GraphNode]) -> Self {
    let way = (circle + circle.prefix(1)).map(\.id).joined(separator: " -> ")
    return Diagnostic(
      .error, "revision-cycle", "revisions wait for each other in a circle: \(way)",
      at: circle.first?.location,
      hint: "correct one 'down_revision' or 'depends_on' so that the first revision needs no other",
      related: circle.dropFirst().map { Related("'\($0.id)' is part of it", at: $0.location) })
  }

  static func redundantMerge(
    _ severity: Severity, _ node: GraphNode, names name: String, containedIn container: String
  ) -> Self {
    let reference = (node.parentReferences + node.dependencyReferences).first { $0.name == name }
    return Diagnostic(
      severity, "redundant-merge",
      "revision '\(node.id)' merges '\(name)', which '\(container)' already contains",
      at: reference?.location ?? node.location,
      hint: "remove '\(name)' from the revisions that '\(node.id)' follows or depends on")
  }
}
