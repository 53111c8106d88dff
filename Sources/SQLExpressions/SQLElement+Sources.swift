extension SQLElement {
  /// The sources that an expression takes its columns from (`_from_objects`), in order.
  func sources(_ owners: ColumnOwners) -> [SQLSource] {
    switch node {
    case .column(_, of: let source):
      if let source = source ?? owners[self] { return [source] }
      return []
    case .scalar, .query: return []
    default: return children.flatMap { $0.sources(owners) }
    }
  }

  private var children: [SQLElement] { node.children }

  /// Whether the expression names a column other than in a text.
  package var hasColumns: Bool { !columns.isEmpty }

  /// Every column in the expression, subqueries left out.
  var columns: [SQLElement] {
    if case .column = node { [self] } else { children.flatMap(\.columns) }
  }
}

extension SQLElement.Node {
  /// The expressions directly inside this one.
  var children: [SQLElement] {
    switch self {
    case .cast(let inner), .retyped(let inner), .prefixed(_, let inner), .ordered(let inner, _),
      .truth(let inner, _), .grouping(let inner), .labelled(let inner, _), .reference(let inner),
      .extract(_, let inner):
      [inner]
    case .function(let function): function.arguments
    case .binary(let binary): [binary.left, binary.right]
    case .chain(_, let operands, _), .list(let operands), .tuple(let operands),
      .array(let operands):
      operands
    case .conditional(let choice):
      (choice.value.map { [$0] } ?? []) + choice.cases.flatMap { [$0.condition, $0.result] }
        + (choice.otherwise.map { [$0] } ?? [])
    case .window(let window): [window.function] + window.partition + window.order
    case .filtered(let inner, let condition): [inner, condition]
    case .withinGroup(let inner, let order), .orderedArgument(let inner, let order):
      [inner] + order
    case .slice(let start, let stop): [start, stop]
    default: []
    }
  }
}
