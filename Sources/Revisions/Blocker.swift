/// A session that a run waits for, as the server knows it.
package struct Blocker: Sendable, Hashable {
  /// The process on the server; 0 for a prepared transaction, which has none.
  package let pid: Int
  package let role: String?
  package let application: String?
  /// Address of the client; nil for a socket, and where the server does not tell.
  package let client: String?
  /// What the server calls it, such as `idle in transaction`; nil where it does not tell.
  package let state: String?
  /// How long its transaction has been open, in seconds.
  package let transactionAge: Int?
  /// The lock that it holds on what the run waits for, such as `ACCESS SHARE`; nil when it only stands in
  /// line before the run.
  package let holds: String?
  /// Its last statement, without constants.
  package let statement: String?

  package init(
    pid: Int, role: String?, application: String?, client: String?, state: String?,
    transactionAge: Int?, holds: String?, statement: String?
  ) {
    self.pid = pid
    self.role = role
    self.application = application
    self.client = client
    self.state = state
    self.transactionAge = transactionAge
    self.holds = holds
    self.statement = statement
  }
}

extension Blocker {
  /// Who it is, what it does and what it holds, for people.
  package var words: String {
    guard pid != 0 else { return "a prepared transaction; see pg_prepared_xacts" }
    var words = "process \(pid)"
    if let role { words += " of role \(role)" }
    let origin = [application, client].compactMap { $0 }.filter { !$0.isEmpty }
    if !origin.isEmpty { words += " (\(origin.joined(separator: ", ")))" }
    words += holds.map { " holds \($0)" } ?? " stands in line before it"
    if let state { words += ", \(state)" }
    if let transactionAge { words += ", in a transaction for \(transactionAge) s" }
    if let statement, !statement.isEmpty { words += ": \(statement)" }
    return words
  }
}

/// What a statement of a run waits for, and who has it.
package struct Obstacle: Sendable, Hashable {
  /// What is locked, in words: a relation, or what else the server has locks for.
  package let object: String
  /// The lock that is waited for, such as `ACCESS EXCLUSIVE`.
  package let wants: String
  package let blockers: [Blocker]

  package init(object: String, wants: String, blockers: [Blocker]) {
    self.object = object
    self.wants = wants
    self.blockers = blockers
  }
}

/// What was done to a session that stood in the way, because somebody had said so.
package enum BlockerRemoval: String, Sendable, Hashable {
  /// Its statement was cancelled.
  case cancelled
  /// It was idle inside a transaction, and was ended.
  case ended
}
