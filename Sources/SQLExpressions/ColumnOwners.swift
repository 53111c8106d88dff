/// The tables that columns joined after they were made: `sa.table("t", column)` takes the column.
package struct ColumnOwners: Sendable {
  private var owners: [SQLElement: SQLSource] = [:]

  package init() {}

  package mutating func adopt(_ column: SQLElement, into source: SQLSource) {
    owners[column] = source
  }

  package subscript(_ column: SQLElement) -> SQLSource? { owners[column] }
}
