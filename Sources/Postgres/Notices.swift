/// What a server says on the side, kept until somebody asks; belongs to the session's thread.
package final class Notices {
  private var all: [PostgresError] = []

  func add(_ notice: PostgresError) { all.append(notice) }

  /// What came since this was last asked, in its order.
  package func take() -> [PostgresError] {
    defer { all = [] }
    return all
  }
}
