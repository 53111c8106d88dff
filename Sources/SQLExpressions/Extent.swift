/// The size of an expression.
package struct Extent: Hashable, Sendable {
  package private(set) var count = 1
  package private(set) var depth = 1

  init(of node: SQLElement.Node) {
    for child in node.children { add(child.extent) }
    switch node {
    case .scalar(let query), .query(let query): add(query.extent)
    case .column(_, of: let source?): depth = max(depth, source.depth)
    case .value(.expanding(let literals, _)): count += literals.count
    case .value(.tuples(let rows, _, _)): count += rows.count
    default: break
    }
  }

  package init() {}

  mutating func add(_ part: Extent) {
    // A tree that shares its parts can count more of them than there are atoms.
    count = min(count + part.count, Extent.limit)
    depth = max(depth, part.depth + 1)
  }

  private static let limit = 1 << 40
}

extension SQLQuery {
  /// The size of a query with all that it selects from.
  package var extent: Extent {
    var extent = Extent()
    switch self {
    case .select(let select):
      for item in select.items { extent.add(item.extent) }
      for source in select.sources { extent.add(source.extent) }
      for join in select.joins {
        extent.add(join.condition.extent)
        extent.add(join.right.extent)
      }
      for part in select.conditions + select.grouping + select.groupConditions + select.tail.order {
        extent.add(part.extent)
      }
    case .compound(let compound): for query in compound.queries { extent.add(query.extent) }
    case .change(let change): extent.add(change.extent)
    case .text: break
    }
    return extent
  }
}

extension RowStatement {
  package var extent: Extent {
    var extent = Extent()
    for condition in conditions { extent.add(condition.extent) }
    switch kind {
    case .insert(let insertion):
      switch insertion.rows {
      case .query(_, let query): extent.add(query.extent)
      case .values(_, let rows): for row in rows { for value in row { extent.add(value.extent) } }
      case nil: break
      }
    case .update(let assignments, _):
      for assignment in assignments { extent.add(assignment.value.extent) }
    case .delete: break
    }
    return extent
  }
}

extension SQLSelect.Item {
  fileprivate var extent: Extent {
    switch self {
    case .element(let element): element.extent
    case .source(let source): source.extent
    }
  }
}

extension SQLSource {
  var depth: Int { extent.depth }

  static func extent(of shape: Shape) -> Extent {
    var extent = Extent()
    switch shape {
    case .alias(let source, _): extent.add(source.extent)
    case .subquery(let query, _, _): extent.add(query.extent)
    case .common(let table): extent.add(table.query.extent)
    case .join(let join):
      extent.add(join.left.extent)
      extent.add(join.right.extent)
      extent.add(join.condition.extent)
    case .values(_, let rows): for row in rows { for value in row { extent.add(value.extent) } }
    case .table, .text, .excluded: break
    }
    return extent
  }
}
